package io.remine.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorEncoding;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.streams.embedded.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code verify-index} and {@code export --index} on a topic that is empty, then good, then damaged. */
class IndexCommandsITCase {

    private static final Segment BASE = new Segment(
            0, Generation.FIRST, 2, List.of(row("a", 1, 1, 0), row("b", 1, 0, 1), row("c", 1, 1, 1)), List.of());
    private static final Segment DELTA = new Segment(
            0, Generation.FIRST, 2, List.of(row("a", 2, 0, 1)), List.of(new Segment.Deletion(new DocumentId("b"), 2)));

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theIndexIsVerifiedAndWrittenForOthersUnlessItIsDamaged() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            Path settings = Files.writeString(
                    directory.resolve("settings.yaml"),
                    "kafka.bootstrap.servers: %s%ndirectory: %s%n"
                            .formatted(broker.bootstrapServers(), directory.resolve("data")));
            assertThat(run("topics", "create", "--config", settings.toString())).isZero();
            assertThat(run("verify-index", "--config", settings.toString())).isEqualTo(1);
            assertThat(out.toString()).contains("ERROR: 1 no manifest", "Not all is well: 1 errors.");
            assertThat(export(settings, "jsonl", "none")).isEqualTo(1);
            assertThat(err.toString()).contains("no manifest on index yet");

            Properties client = new Properties();
            client.put("bootstrap.servers", broker.bootstrapServers());
            publish(client);
            assertThat(run("verify-index", "--config", settings.toString())).isZero();
            assertThat(out.toString())
                    .contains("manifest life/1 of generation 0: 2 documents of dimension 2, 2 segments in 1 buckets")
                    .contains("All is well");
            assertWritesEveryFormat(settings);

            byte[] lost = Blobs.split(SegmentCodec.write(DELTA, VectorEncoding.HALF))
                    .get(0)
                    .key();
            send(client, new KeyedBytes(lost, null));
            assertThat(run("verify-index", "--config", settings.toString())).isEqualTo(1);
            assertThat(out.toString())
                    .contains("ERROR: 1 segments that a manifest names and that are not whole")
                    .contains("not one chunk of it is there");
            assertThat(export(settings, "lucene", "damaged")).isEqualTo(1);
            assertThat(directory.resolve("damaged")).doesNotExist();
        }
    }

    private void assertWritesEveryFormat(Path settings) throws Exception {
        assertThat(export(settings, "jsonl", "jsonl")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("manifest         life/1", "documents        2");
        assertThat(Files.readAllLines(directory.resolve("jsonl/documents.jsonl")))
                .containsExactlyInAnyOrder(
                        "{\"id\":\"c\",\"version\":1,\"text\":\"text of c\",\"vector\":[1.0,1.0]}",
                        "{\"id\":\"a\",\"version\":2,\"text\":\"text of a\",\"vector\":[0.0,1.0]}");
        assertThat(Manifest.fromJson(Files.readAllBytes(directory.resolve("jsonl/manifest.json")))
                        .documents())
                .isEqualTo(2);

        assertThat(export(settings, "faiss-flat", "faiss")).as(err.toString()).isZero();
        assertThat(Files.readAllLines(directory.resolve("faiss/ids.txt"))).containsExactlyInAnyOrder("a", "c");
        assertThat(export(settings, "parquet", "parquet")).as(err.toString()).isZero();
        assertThat(directory.resolve("parquet/documents.parquet")).isNotEmptyFile();
        assertThat(export(settings, "lucene", "lucene")).as(err.toString()).isZero();
        try (DirectoryReader reader = DirectoryReader.open(FSDirectory.open(directory.resolve("lucene")))) {
            assertThat(reader.numDocs()).isEqualTo(2);
        }

        assertThat(export(settings, "jsonl", "jsonl")).isEqualTo(1);
        assertThat(err.toString()).contains("is not empty");
        assertThat(run("export", "--model", "random:3", "--index", "jsonl", "--to", "x"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--index takes the index of --config");
        assertThat(export(settings, "word", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("faiss-flat");
        assertThat(directory.resolve("data/cache")).isEmptyDirectory();
    }

    private int export(Path settings, String format, String to) {
        return run(
                "export",
                "--config",
                settings.toString(),
                "--index",
                format,
                "--out",
                directory.resolve(to).toString());
    }

    private static void publish(Properties client) throws Exception {
        byte[] base = SegmentCodec.write(BASE, VectorEncoding.HALF);
        byte[] delta = SegmentCodec.write(DELTA, VectorEncoding.HALF);
        for (byte[] segment : List.of(base, delta)) {
            for (KeyedBytes chunk : Blobs.split(segment)) {
                send(client, chunk);
            }
        }
        Manifest manifest = new Manifest(
                ManifestId.parse("life/1"),
                Generation.FIRST,
                2,
                2,
                List.of(new Manifest.Bucket(
                        0, List.of(new SegmentRef(BlobRef.of(base), 3, 0), new SegmentRef(BlobRef.of(delta), 1, 1)))),
                InputOffsets.NONE,
                0);
        send(client, new KeyedBytes(manifest.key(), manifest.toJson()));
    }

    private static void send(Properties client, KeyedBytes record) throws Exception {
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("index", record.key(), record.value()))
                    .get();
        }
    }

    private static Segment.Row row(String id, long version, float... vector) {
        return new Segment.Row(new DocumentId(id), version, "text of " + id, vector);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
