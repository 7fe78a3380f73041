package io.remine.streams.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.lineage.Lineage;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What a release has left behind, in one zip file: {@code topics/NAME-PARTITION.jsonl} with a record on each line
 * ({@link TopicLines}), {@code savepoints/JOB/...} as Flink wrote them, and {@code lineage.json}, which says what a model that
 * has learnt all of it contains. The first encoder is left out, since anybody can make it again.
 */
final class KeptRelease {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path zip;

    private KeptRelease(Path zip) {
        this.zip = zip;
    }

    /** The one kept as test data under this name, copied into the directory. */
    static KeptRelease named(String release, Path directory) throws IOException {
        Path zip = directory.resolve("kept.zip");
        try (InputStream in = KeptRelease.class.getResourceAsStream("/kept/release-%s.zip".formatted(release))) {
            Files.copy(in, zip);
        }
        return new KeptRelease(zip);
    }

    /**
     * Keeps what a deployment holds whose jobs have stopped.
     *
     * @param savepoints where each job's lies
     * @param learnt everything that the model will contain once it has trained what it holds back
     */
    static void write(Path zip, Deployment deployment, Map<String, String> savepoints, Lineage learnt)
            throws IOException {
        try (FileSystem out = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), Map.of("create", "true"))) {
            Path topics = Files.createDirectory(out.getPath("/topics"));
            for (Topic topic : Topic.values()) {
                for (Map.Entry<Integer, List<String>> partition :
                        TopicLines.read(deployment, topic).entrySet()) {
                    Path file = topics.resolve("%s-%d.jsonl".formatted(topic.plainName(), partition.getKey()));
                    Files.write(file, partition.getValue());
                }
            }
            for (Map.Entry<String, String> savepoint : savepoints.entrySet()) {
                copy(
                        Path.of(URI.create(savepoint.getValue())),
                        out.getPath("/savepoints").resolve(savepoint.getKey()));
            }
            ObjectNode lineage = JSON.createObjectNode();
            lineage.put("examples", learnt.examples());
            lineage.put("digest", learnt.digestHex());
            Files.write(out.getPath("/lineage.json"), JSON.writeValueAsBytes(lineage));
        }
    }

    /** Writes its records to the topics of a deployment that has none. */
    void produceTo(Deployment deployment) throws IOException {
        try (FileSystem in = FileSystems.newFileSystem(zip)) {
            for (Topic topic : Topic.values()) {
                for (int partition = 0; Files.exists(file(in, topic, partition)); partition++) {
                    for (String line : Files.readAllLines(file(in, topic, partition))) {
                        ProducerRecord<byte[], byte[]> record = TopicLines.record(
                                deployment.configuration().topics().name(topic), partition, line);
                        deployment.produce(record);
                    }
                }
            }
        }
    }

    /** A job's savepoint, unpacked below the directory. */
    Optional<String> savepoint(String job, Path directory) throws IOException {
        try (FileSystem in = FileSystems.newFileSystem(zip)) {
            Path unpacked = directory.resolve("kept-" + job);
            copy(in.getPath("/savepoints").resolve(job), unpacked);
            return Optional.of(unpacked.toUri().toString());
        }
    }

    /** What a model that has learnt all of it contains. */
    Lineage lineage() throws IOException {
        try (FileSystem in = FileSystems.newFileSystem(zip)) {
            JsonNode lineage = JSON.readTree(Files.readAllBytes(in.getPath("/lineage.json")));
            return new Lineage(
                    lineage.path("examples").asLong(),
                    Long.parseUnsignedLong(lineage.path("digest").asText(), 16));
        }
    }

    private static Path file(FileSystem in, Topic topic, int partition) {
        return in.getPath("/topics/%s-%d.jsonl".formatted(topic.plainName(), partition));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
