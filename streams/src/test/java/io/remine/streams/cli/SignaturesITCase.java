package io.remine.streams.cli;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.index.Manifest;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.Problem;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.release.Release;
import io.remine.state.resource.Lease;
import io.remine.state.signing.RecordSignature;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.kafka.TrustedTopic;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.signing.KeySettings;
import io.remine.streams.signing.RecordSigner;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SignaturesITCase {

    private static final String MANIFEST = new String(Manifest.key(Generation.FIRST), StandardCharsets.UTF_8);
    private static final byte[] FORGED =
            new Release(Optional.of(ModelVersion.parse("forged/1")), Generation.FIRST, "mine", 1).toJson();

    @TempDir
    private Path directory;

    @Test
    void onlyWhatATrustedKeyHasSignedIsUsed() throws Exception {
        try (Deployment deployment = Deployment.start(directory, 1, KeySettings.added(directory, Map.of()));
                Lease<LiveIndex> searcher = deployment.searcher()) {
            RemineConfiguration configuration = deployment.configuration();
            LiveIndex live = searcher.get();
            deployment.produce(Topic.DOCUMENTS, "bank", "{\"text\": \"sloping land beside water\"}");
            deployment
                    .cluster()
                    .submit(IndexJob.build(configuration, deployment.generation()), IndexJob.NAME, Optional.empty());
            await("the document", () -> live.status().documents() == 1);
            byte[] manifest = TrustedTopic.read(configuration, Topic.INDEX, MANIFEST::equals)
                    .get(MANIFEST);
            assertThat(manifest).isNotNull();

            deployment.produce(Topic.RELEASES, Release.PIN_KEY, FORGED);
            await("the unsigned release", () -> untrusted(live) == 1);
            deployment.produce(bySomebodyElse("index", MANIFEST, manifest));
            await("the manifest by another key", () -> untrusted(live) == 2);
            deployment.produce(Topic.INDEX, MANIFEST, (byte[]) null);
            await("the unsigned tombstone", () -> untrusted(live) == 3);
            assertThat(live.status().released()).isEmpty();
            assertThat(live.search("land", 1).hits()).hasSize(1);
            assertThat(live.status().lastProblem().orElseThrow()).contains("UNTRUSTED_RECORD", MANIFEST);

            assertPinsAreSigned(deployment);
            assertAnotherKeyTrustsNothing(configuration);
        }
    }

    @Test
    void keysAreMadeByACommandWhichSaysNothingOfThePrivateOne() throws IOException {
        StringWriter out = new StringWriter();

        assertThat(run(out, "keys", "create", "--out", directory.resolve("made").toString()))
                .isZero();
        String secret =
                Files.readAllLines(directory.resolve("made/remine-private.pem")).get(1);
        assertThat(out.toString())
                .contains("sign.private-key-file: ", "trust.public-key-files: ")
                .doesNotContain(secret);
        assertThat(run(out, "keys", "create", "--out", directory.resolve("made").toString()))
                .isEqualTo(1);
    }

    private void assertPinsAreSigned(Deployment deployment) throws IOException {
        String config = settings(deployment.configuration());
        assertThat(run(new StringWriter(), "release", "--config", config, "first"))
                .isZero();
        assertThat(pin(deployment)).contains("released by hand");

        deployment.produce(Topic.RELEASES, Release.PIN_KEY, FORGED);
        deployment.produce(Topic.RELEASES, Release.PIN_KEY, (byte[]) null);
        assertThat(pin(deployment)).as("a forged tombstone lifts no pin").contains("released by hand");

        assertThat(run(new StringWriter(), "release", "--config", config, "gate"))
                .isZero();
        assertThat(pin(deployment)).isEmpty();
    }

    private void assertAnotherKeyTrustsNothing(RemineConfiguration configuration) throws Exception {
        RemineConfiguration other =
                RemineConfiguration.of(KeySettings.added(directory.resolve("other"), configuration.entries()));
        try (LiveIndex live = LiveIndex.open(ProcessLiveIndex.ofSearches(other).options())) {
            await("the end", () -> live.status().caughtUp());
            assertThat(live.lease()).isEmpty();
            assertThat(untrusted(live)).isGreaterThanOrEqualTo(3); // generation, manifests, releases
        }
    }

    /** A record that a key signs which nobody trusts. */
    private ProducerRecord<byte[], byte[]> bySomebodyElse(String topic, String key, byte[] value) {
        RemineConfiguration theirs = RemineConfiguration.of(KeySettings.added(directory.resolve("somebody"), Map.of()));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
        RecordSigner.of(theirs, Topic.INDEX).open().sign(record);
        assertThat(record.headers().lastHeader(RecordSignature.HEADER)).isNotNull();
        return record;
    }

    private static long untrusted(LiveIndex live) {
        return live.status().problems().getOrDefault(Problem.UNTRUSTED_RECORD, 0L);
    }

    private static String pin(Deployment deployment) {
        byte[] pin = TrustedTopic.read(deployment.configuration(), Topic.RELEASES, Release.PIN_KEY::equals)
                .get(Release.PIN_KEY);
        return pin == null ? "" : new String(pin, StandardCharsets.UTF_8);
    }

    private String settings(RemineConfiguration configuration) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (var setting : configuration.entries().entrySet()) {
            yaml.append("%s: \"%s\"%n".formatted(setting.getKey(), setting.getValue()));
        }
        assertThat(yaml.toString()).contains(RemineOptions.SIGN_PRIVATE_KEY.name());
        return Files.writeString(directory.resolve("settings.yaml"), yaml).toString();
    }

    private static int run(StringWriter out, String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(out, true));
        return commandLine.execute(arguments);
    }
}
