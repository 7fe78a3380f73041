package io.remine.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.ParameterLayout;
import io.remine.state.encoder.Pooling;
import io.remine.state.encoder.Prompts;
import io.remine.state.encoder.Trainable;
import io.remine.state.huggingface.ModelDirectory;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.BitDifference;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceBlobs;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.VersionMetrics;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.generation.ModelSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCommandsITCase {

    private static final ModelVersion VERSION = ModelVersion.parse("first/1");

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anImportedEncoderIsPublishedAndItsVersionsAreExported() throws Exception {
        assertSucceeds("export", "--model", "random:3", "--to", path("theirs"));
        assertSucceeds(
                "import",
                "--from",
                path("theirs"),
                "--to",
                path("ours"),
                "--pooling",
                "cls",
                "--query-prompt",
                "query: ",
                "--document-prompt",
                "passage: ",
                "--max-tokens",
                "64");
        assertThat(out.toString()).contains("pooling          CLS", "query prompt     'query: '", "cut to 64 tokens");

        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            Path settings = Files.writeString(
                    directory.resolve("settings.yaml"),
                    """
                    kafka.bootstrap.servers: %s
                    directory: %s
                    model.source: directory:%s
                    model.trainable: last-1
                    """
                            .formatted(broker.bootstrapServers(), path("data"), path("ours")));
            RemineConfiguration configuration = RemineConfiguration.load(settings);
            assertSucceeds("topics", "create", "--config", settings.toString());
            EncoderConfig published = GenerationPublisher.ensure(configuration).config();
            assertThat(published.pooling()).isEqualTo(Pooling.CLS);
            assertThat(published.prompts()).isEqualTo(new Prompts("query: ", "passage: "));
            float[] trained = publishVersion(configuration);

            assertSucceeds("export", "--config", settings.toString(), "--to", path("nothing-released"));
            assertThat(out.toString()).contains("version          the first encoder");
            assertSucceeds("release", "--config", settings.toString(), VERSION.toString());
            assertSucceeds("export", "--config", settings.toString(), "--to", path("live"));
            assertThat(out.toString()).contains("version          first/1");
            assertSucceeds("export", "--config", settings.toString(), "--to", path("first"), "first");
            assertThat(run("export", "--config", settings.toString(), "--to", path("none"), "first/2"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("version first/2 is not on models, or not whole");

            EncoderSource live = ModelDirectory.read(directory.resolve("live"));
            assertThat(live.config()).isEqualTo(published);
            assertThat(live.weights().flatten(ParameterLayout.of(published, new Trainable.LastLayers(1))))
                    .containsExactly(trained);
            assertThat(blob("first")).isEqualTo(blob("ours")).isEqualTo(blob("nothing-released"));
            assertThat(blob("live")).isNotEqualTo(blob("first"));
        }
    }

    @Test
    void vectorsOfSamplesStandBesideTheEncoder() throws IOException {
        Path samples = Files.write(directory.resolve("samples.txt"), List.of("one text", "and another"));
        assertSucceeds("export", "--model", "random:3", "--to", path("out"), "--samples", samples.toString());
        assertThat(Files.readAllLines(directory.resolve("out/remine-vectors.jsonl")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"query\":[", "\"document\":["));
    }

    @Test
    void whatCannotBeTakenIsOneLine() {
        assertThat(run("import", "--from", path("nowhere"), "--to", path("out")))
                .isEqualTo(1);
        assertThat(err.toString()).contains("nowhere is no directory");
        assertThat(run("export", "--model", "bert-base", "--to", path("out"))).isEqualTo(1);
        assertThat(err.toString()).contains("model 'bert-base', must be minilm, random:SEED, directory:PATH");
        assertThat(run("export", "--to", path("out"))).isEqualTo(2);
        assertThat(run("import", "--from", path("a"), "--to", path("b"), "--pooling", "max"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("[CLS, MEAN]");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    /** The first version of a life in which training added a little to every parameter; returns what they are then. */
    private static float[] publishVersion(RemineConfiguration configuration) throws Exception {
        EncoderSource first = ModelSource.load(configuration.get(RemineOptions.MODEL_SOURCE));
        float[] before = first.weights().flatten(ParameterLayout.of(first.config(), new Trainable.LastLayers(1)));
        float[] after = before.clone();
        for (int i = 0; i < after.length; i++) {
            after[i] += 0.001f;
        }
        byte[] update = SliceBlobs.writeUpdate(0, BitDifference.between(before, after));
        VersionRecord record = new VersionRecord(
                VERSION,
                Optional.empty(),
                Ancestry.fresh(VERSION.timeline()),
                Generation.FIRST,
                Lineage.NONE,
                InputOffsets.NONE,
                List.of(),
                new SliceLayout(after.length, after.length),
                List.of(new VersionSlice(
                        0, List.of(BlobRef.of(update)), Optional.empty(), ParameterHash.ofSlice(after))),
                VersionMetrics.NONE,
                0);
        List<KeyedBytes> records = new ArrayList<>(Blobs.split(update));
        records.add(new KeyedBytes(record.key(), record.toJson()));
        try (var producer = new KafkaProducer<>(
                configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (KeyedBytes each : records) {
                producer.send(new ProducerRecord<>("models", each.key(), each.value()))
                        .get();
            }
        }
        return after;
    }

    private byte[] blob(String name) {
        EncoderSource source = ModelDirectory.read(directory.resolve(name));
        return source.weights().toBlob(source.config());
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private void assertSucceeds(String... arguments) {
        assertThat(run(arguments)).as(err.toString()).isZero();
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
