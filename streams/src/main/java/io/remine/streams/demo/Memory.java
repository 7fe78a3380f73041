package io.remine.streams.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.streams.cluster.CheckpointDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.apache.flink.api.common.JobID;

/**
 * What another run on the same directory must know, in the file {@code demo.json}: which task the directory holds, and for
 * each job the savepoint it stopped with or, after a crash, whose checkpoints to look for.
 *
 * <p>Format 1:
 * {@code {"format":1,"documents":N,"seed":N,"loaded":B,"jobs":{"NAME":{"id":"HEX","savepoint":"URI","restored":"URI"}}}}.
 */
final class Memory {

    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new JsonMapper();

    private final Path file;
    private final Path checkpoints;
    private final ObjectNode content;

    private Memory(Path file, Path checkpoints, ObjectNode content) {
        this.file = file;
        this.checkpoints = checkpoints;
        this.content = content;
    }

    /**
     * Opens the memory of the directory, a new one if there is none.
     *
     * @param checkpoints where jobs keep their checkpoints, one folder per job id
     * @throws IllegalArgumentException if the directory holds another task, or a file of that name that is none of ours
     */
    static Memory open(Path directory, Path checkpoints, int documents, long seed) throws IOException {
        Path file = directory.resolve("demo.json");
        if (!Files.exists(file)) {
            ObjectNode fresh = JSON.createObjectNode().put("format", FORMAT);
            return new Memory(
                    file, checkpoints, fresh.put("documents", documents).put("seed", seed));
        }
        ObjectNode content = read(file);
        if (content.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException("%s has format %s, this release reads %d; use another --directory"
                    .formatted(file, content.path("format"), FORMAT));
        }
        if (content.path("documents").asInt() != documents
                || content.path("seed").asLong() != seed) {
            throw new IllegalArgumentException(
                    "%s holds a demo of --documents %s --seed %s; use these, or another --directory"
                            .formatted(directory, content.path("documents"), content.path("seed")));
        }
        return new Memory(file, checkpoints, content);
    }

    /** Whether all documents are in Kafka. */
    boolean isLoaded() {
        return content.path("loaded").asBoolean();
    }

    void loaded() throws IOException {
        content.put("loaded", true);
        write();
    }

    /** The job runs with this id now; until it has a checkpoint of its own, what it was restored from stays the newest. */
    void started(String job, JobID id, Optional<String> restoredFrom) throws IOException {
        job(job).removeAll();
        job(job).put("id", id.toHexString());
        restoredFrom.ifPresent(path -> job(job).put("restored", path));
        write();
    }

    /** The job has stopped with this savepoint. */
    void stopped(String job, String savepoint) throws IOException {
        job(job).put("savepoint", savepoint);
        write();
    }

    /** What the job goes on from: its savepoint, or the newest of its checkpoints that is complete. */
    Optional<String> restoreFrom(String job) {
        if (job(job).hasNonNull("savepoint")) {
            return Optional.of(job(job).get("savepoint").textValue());
        }
        Optional<String> restored =
                Optional.ofNullable(job(job).path("restored").textValue());
        Path own = checkpoints.resolve(job(job).path("id").asText("none"));
        return CheckpointDirectory.newest(own).or(() -> restored);
    }

    private static ObjectNode read(Path file) throws IOException {
        try {
            return JSON.readValue(file.toFile(), ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s is not the memory of a demo; use another --directory".formatted(file), e);
        }
    }

    private ObjectNode job(String name) {
        return content.withObjectProperty("jobs").withObjectProperty(name);
    }

    private void write() throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.write(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
