package io.remine.streams.cli;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.index.Placement;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.LiveIndexOptions;
import io.remine.state.live.LiveTopics;
import io.remine.state.live.Problem;
import io.remine.state.model.Generation;
import io.remine.state.signing.TrustedKeys;
import io.remine.streams.embedded.EmbeddedCluster;
import io.remine.streams.embedded.SecuredBroker;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.topics.TopicAdmin;
import io.remine.streams.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a broker refuses ends a command before a job is submitted, with the topic's name, and no log tells a password. */
class TopicAccessITCase {

    /** As log4j2-test.xml names it. */
    private static final Path LOG = Path.of("target", "test.log");

    private static final String SECRET = "correct-horse-battery";
    private static final String WRONG_SECRET = "wrong-horse-battery";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatABrokerRefusesIsSaidAtOnceAndNoPasswordIsLogged() throws Exception {
        try (SecuredBroker broker = SecuredBroker.start(
                        directory.resolve("broker"), Map.of("admin", "all-may-read-this", "remine", SECRET));
                EmbeddedCluster session = EmbeddedCluster.start(directory.resolve("flink"), 2, Map.of())) {
            String wrong = settings(broker.client("remine", WRONG_SECRET));
            assertRefused(wrong, "train", "topic ", "Authentication failed", "kafka.sasl.*");
            assertLiveIndexSaysWhy(broker.client("remine", WRONG_SECRET));
            String none = settings(Map.of("bootstrap.servers", broker.bootstrapServers()));
            assertRefused(none, "train", "topic ", "no answer within 8 s", "kafka.security.protocol");
            String right = settings(broker.client("remine"));
            assertRefused(right, "index", "topic ", "does not exist", "remine topics create");

            Properties admin = new Properties();
            admin.putAll(broker.client("admin"));
            TopicAdmin.create(admin, Topics.unprefixed(), 1, Optional.empty());
            assertThat(run("index", "--config", right, "--cluster", session.restAddress()))
                    .as(err.toString())
                    .isZero();
            Properties remine = new Properties();
            remine.putAll(broker.client("remine"));
            produceDocument(remine);
            await("an index", () -> !CompactedTopic.read(remine, "index", key -> key.startsWith("manifest/"))
                    .isEmpty());

            deny(admin, "evaluations", AclOperation.WRITE);
            assertRefused(right, "train", "topic evaluations", "no right to write it");
            deny(admin, "clicks", AclOperation.READ);
            assertRefused(right, "train", "topic clicks", "no right to read it");
            deny(admin, "documents", AclOperation.DESCRIBE);
            assertRefused(right, "index", "topic documents", "no right to see it");

            assertThat(Files.readString(LOG, StandardCharsets.UTF_8))
                    .contains("remine-index-documents")
                    .doesNotContain(SECRET, WRONG_SECRET);
        }
    }

    private void assertRefused(String config, String command, String... reasons) {
        assertThat(run(command, "--config", config)).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(reasons);
        assertThat(out + err.toString()).doesNotContain(SECRET, WRONG_SECRET);
    }

    /** A live index tries again, since a password may be mended, but not more than once a second. */
    private void assertLiveIndexSaysWhy(Map<String, String> client) {
        LiveIndexOptions options = new LiveIndexOptions(
                client,
                LiveTopics.withPrefix(""),
                directory.resolve("cache"),
                true,
                Generation.FIRST,
                LiveIndexOptions.DEFAULT_MAX_BLOB_BYTES,
                Placement.standard(),
                TrustedKeys.none(),
                Long.MAX_VALUE,
                0);
        long beganNanos = System.nanoTime();
        try (LiveIndex live = LiveIndex.open(options)) {
            await("refusals", () -> refusals(live) >= 3);
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beganNanos);
            assertThat(refusals(live)).isLessThanOrEqualTo(seconds + 2);
            assertThat(live.health().isReady()).isFalse();
            assertThat(live.health().reason())
                    .contains("BROKER", "topic ", "Authentication failed")
                    .doesNotContain(WRONG_SECRET);
        }
    }

    private static long refusals(LiveIndex live) {
        return live.status().problems().getOrDefault(Problem.BROKER, 0L);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private String settings(Map<String, String> kafka) throws IOException {
        String yaml = kafka.entrySet().stream()
                .map(entry -> "kafka.%s: '%s'%n".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining());
        return Files.writeString(
                        Files.createTempFile(directory, "settings", ".yaml"),
                        yaml
                                + "directory: '%s'%nmodel.source: random:1%ncheckpoint.interval-ms: 300%n"
                                        .formatted(directory.resolve("data")))
                .toString();
    }

    private static void produceDocument(Properties client) throws Exception {
        try (var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("documents", "d", "{\"text\": \"a secret garden\"}"))
                    .get();
        }
    }

    /** Everything but one thing. */
    private static void deny(Properties admin, String topic, AclOperation operation) throws Exception {
        ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        try (Admin client = Admin.create(admin)) {
            client.createAcls(List.of(
                            new AclBinding(resource, rule(AclOperation.ALL, AclPermissionType.ALLOW)),
                            new AclBinding(resource, rule(operation, AclPermissionType.DENY))))
                    .all()
                    .get();
        }
    }

    private static AccessControlEntry rule(AclOperation operation, AclPermissionType type) {
        return new AccessControlEntry("User:remine", "*", operation, type);
    }
}
