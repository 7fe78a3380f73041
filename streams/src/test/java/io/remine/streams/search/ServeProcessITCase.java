package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.streams.cli.Main;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.lexical.SmallIndex;
import io.remine.streams.lexical.SmallIndex.Doc;
import io.remine.streams.topics.TopicAdmin;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code remine serve} as a process of its own, ended as an operator's tools end it. */
class ServeProcessITCase {

    private static final String SERVING = "Serving at ";
    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private Path directory;

    @Test
    void aTerminatedServerAnswersWhatItWasAskedBeforeAndEnds() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"))) {
            Path file = settings(broker);
            publish(RemineConfiguration.load(file));
            Process process = serve(file);
            try {
                HttpTestClient client = new HttpTestClient(address(process));
                while (client.get("search?q=a").statusCode() != 200) {
                    Thread.sleep(20);
                }
                CompletableFuture<HttpResponse<String>> waiting = client.http()
                        .sendAsync(
                                client.request("search?q=a&min_manifest=job/2&wait_ms=4000")
                                        .build(),
                                BodyHandlers.ofString());
                while (!client.get("metrics").body().contains("remine_serve_in_progress 1.0")) {
                    Thread.sleep(5);
                }
                process.destroy();
                assertThat(waiting.get().statusCode()).isEqualTo(409);
                assertThat(HttpTestClient.json(waiting.get()).get("error").asText())
                        .contains("manifest job/2 or a later one");
                assertThat(process.waitFor()).isEqualTo(SIGTERM_STATUS);
                assertThatThrownBy(() -> new HttpTestClient(client.server()).get("health/live"))
                        .isInstanceOf(ConnectException.class);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    private Path settings(EmbeddedBroker broker) throws IOException {
        return Files.writeString(
                directory.resolve("remine.yaml"),
                """
                kafka.bootstrap.servers: %s
                directory: %s
                model.source: %s
                serve.port: 0
                """
                        .formatted(broker.bootstrapServers(), directory.resolve("data"), SmallIndex.MODEL_SOURCE));
    }

    private static void publish(RemineConfiguration configuration) throws Exception {
        TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
        GenerationPublisher.ensure(configuration);
        SmallIndex index = SmallIndex.of("job/1", List.of(List.of(Doc.of("d-0", "a river's edge"))));
        try (var producer = new KafkaProducer<>(
                configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            index.records().forEach(record -> {
                var unused = producer.send(new ProducerRecord<>("index", record.key(), record.value()));
            });
        }
    }

    private static Process serve(Path settings) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "serve",
                        "--config",
                        settings.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** As the server prints it. */
    private static URI address(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(SERVING)) {
                return URI.create(line.substring(SERVING.length()));
            }
        }
        throw new IllegalStateException("the server ended with status " + process.exitValue());
    }
}
