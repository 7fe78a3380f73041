package io.remine.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.model.Generation;
import io.remine.state.release.Release;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.kafka.CompactedTopic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandLineITCase {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void topicsAreCreatedOnceAndAVersionIsReleasedByHand() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            String config = settings("kafka.bootstrap.servers: " + broker.bootstrapServers());
            assertThat(run("topics", "create", "--config", config)).isZero();
            assertThat(out.toString()).contains("documents: created", "dead-letters: created");
            assertThat(run("topics", "create", "--config", config)).isZero();
            assertThat(out.toString()).contains("documents: is there already");

            assertThat(run("rollback", "--config", config)).isEqualTo(1);
            assertThat(err.toString()).contains("nothing has been released yet");
            assertThat(run("release", "--config", config, "no-such/3")).isEqualTo(1);
            assertThat(err.toString()).contains("version no-such/3 is not on topic models");

            assertThat(run("release", "--config", config, "first")).isZero();
            Properties client = new Properties();
            client.put("bootstrap.servers", broker.bootstrapServers());
            byte[] pin = CompactedTopic.read(client, "releases", key -> true).get(Release.PIN_KEY);
            assertThat(Release.fromJson(pin)).satisfies(release -> {
                assertThat(release.version()).isEmpty();
                assertThat(release.generation()).isEqualTo(Generation.FIRST);
            });
            assertThat(run("release", "--config", config, "gate")).isZero();
            assertThat(CompactedTopic.read(client, "releases", key -> true)).isEmpty();
        }
    }

    @Test
    void aJobIsSubmittedToASessionCluster() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"));
                EmbeddedCluster session = EmbeddedCluster.start(directory.resolve("flink"), 2, Map.of())) {
            String config = settings(
                    """
                    kafka.bootstrap.servers: %s
                    directory: %s
                    model.source: random:1
                    """
                            .formatted(broker.bootstrapServers(), directory.resolve("data")));
            assertThat(run("topics", "create", "--config", config)).isZero();
            assertThat(run("index", "--config", config, "--cluster", session.restAddress()))
                    .as(err.toString())
                    .isZero();
            assertThat(out.toString()).contains("job index is ", session.restAddress());
            assertThat(run("train", "--config", config, "--cluster", session.restAddress()))
                    .as(err.toString())
                    .isZero();
            assertThat(run("train", "--config", config, "--cluster", session.restAddress(), "--restore", "/none/chk-1"))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("job train from /none/chk-1 cannot start");
            assertThat(run("train", "--config", config, "--cluster", "nowhere")).isEqualTo(1);
            assertThat(err.toString()).contains("cluster 'nowhere', expected HOST:PORT");
        }
    }

    @Test
    void configPrintsEverySetting() {
        assertThat(run("config")).isZero();
        assertThat(RemineOptions.all())
                .allSatisfy(setting -> assertThat(out.toString()).contains(setting.name()));
    }

    @Test
    void aFailureIsOneLineWithoutAStackTrace() throws IOException {
        assertThat(run("topics", "create", "--config", settings("train.worker: 3")))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("unknown setting 'train.worker'", "did you mean 'train.workers'?");
    }

    @Test
    void everyCommandHasHelpAndAVersion() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            assertThat(run(command, "--help")).as(command).isZero();
            assertThat(out.toString()).startsWith("Usage: remine " + command);
        }
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("remine ");
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private String settings(String yaml) throws IOException {
        return Files.writeString(directory.resolve("settings.yaml"), yaml).toString();
    }
}
