package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.operators.intake.ClickParser;
import io.remine.operators.intake.QueryParser;
import io.remine.operators.intake.RawRecord;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Attributes;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Query;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.generation.GenerationPublisher;
import io.remine.streams.lexical.SmallIndex;
import io.remine.streams.lexical.SmallIndex.Doc;
import io.remine.streams.topics.TopicAdmin;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search server on a real broker and a real live index. */
class ServingITCase {

    private static final List<Doc> FIRST = List.of(
            document("d-0", "a river's edge", "en"),
            document("d-1", "a house of money", "en"),
            document("d-2", "to lean while turning", "en"),
            document("d-3", "das Ufer eines Flusses, englisch river bank", "de"),
            new Doc("d-4", "the bank of our shop", Optional.of("shop"), Attributes.NONE));
    private static final List<Doc> SECOND =
            List.of(document("d-5", "a long pile of snow, a bank", "en"), document("d-6", "rows of keys", "en"));

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static RemineConfiguration configuration;
    private static Serving serving;
    private static HttpTestClient client;
    private static int manifests;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(directory.resolve("broker"));
        configuration = RemineConfiguration.of(Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "directory",
                directory.resolve("data").toString(),
                "model.source",
                SmallIndex.MODEL_SOURCE,
                "serve.port",
                "0",
                "serve.lexical",
                "true",
                "serve.collect",
                "true"));
        TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());
        GenerationPublisher.ensure(configuration);
        serving = Serving.start(configuration, List.of());
        client = new HttpTestClient(serving.address());
        publish();
        while (client.get("search?q=a&mode=hybrid").statusCode() != 200) {
            Thread.sleep(20);
        }
    }

    @AfterAll
    static void stop() {
        serving.close();
        broker.close();
    }

    @Test
    void aServerWithAnIndexIsReadyAndShowsItsMeters() throws Exception {
        assertThat(client.get("health/ready").statusCode()).isEqualTo(200);
        assertThat(client.get("metrics").body())
                .contains("remine_live_documents 7.0")
                .contains("remine_serve_requests_seconds_count{path=\"/search\",status=\"200\"}");
        assertThat(json("status").get("modes").toString()).isEqualTo("[\"dense\",\"hybrid\",\"lexical\"]");
    }

    @Test
    void scopesAndFiltersHoldInEveryMode() throws Exception {
        for (String mode : List.of("dense", "lexical", "hybrid")) {
            String search = "search?q=river+bank&k=200&mode=" + mode;
            assertThat(ids(json(search + "&scope=other"))).as(mode).isNotEmpty().doesNotContain("d-4");
            assertThat(ids(json(search + "&scope=shop"))).as(mode).contains("d-4");
            assertThat(ids(json(search + "&filter=language:de"))).as(mode).containsExactly("d-3");
            assertThat(ids(json(search + "&filter=language:fr"))).as(mode).isEmpty();
        }
    }

    @Test
    void aBatchIsAnsweredAsItsQueriesAreOneByOne() throws Exception {
        for (String mode : List.of("dense", "lexical", "hybrid")) {
            JsonNode batch = post(
                    "search",
                    """
                    {"queries": [{"q": "a river's edge", "k": 2},
                                 {"q": "the bank of a river, with snow", "k": 7, "filter": {"language": ["en", "de"]}}],
                     "mode": "%s"}
                    """
                            .formatted(mode));
            JsonNode first = json("search?q=a+river's+edge&k=2&mode=" + mode);
            JsonNode second = json(
                    "search?q=the+bank+of+a+river,+with+snow&k=7&filter=language:en&filter=language:de&mode=" + mode);

            assertSame(batch.at("/answers/0"), first);
            assertSame(batch.at("/answers/1"), second);
        }
    }

    @Test
    void hybridIsTheFusionOfBothRankingsOfOneView() throws Exception {
        JsonNode dense = json("search?q=river+bank&k=100");
        JsonNode lexical = json("search?q=river+bank&k=100&mode=lexical");
        JsonNode hybrid = json("search?q=river+bank&k=5&mode=hybrid");

        Map<String, Double> byHand = new HashMap<>();
        for (JsonNode ranking : List.of(dense, lexical)) {
            List<String> ids = ids(ranking);
            for (int rank = 1; rank <= ids.size(); rank++) {
                byHand.merge(ids.get(rank - 1), 1.0 / (60 + rank), Double::sum);
            }
        }
        List<Double> best = byHand.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(5)
                .toList();
        List<String> found = ids(hybrid);
        assertThat(found).hasSize(5);
        for (int i = 0; i < found.size(); i++) {
            double score = hybrid.get("results").get(i).get("score").asDouble();
            assertThat(score).isCloseTo(byHand.get(found.get(i)), within(1e-6));
            assertThat(score).isCloseTo(best.get(i), within(1e-6));
        }
        assertThat(hybrid.get("mode").asText()).isEqualTo("hybrid");
        assertThat(lexical.get("version").isNull()).isTrue();
    }

    @Test
    void aSearchWaitsForTheManifestItWantsOrIsToldWhatThereIs() throws Exception {
        for (String mode : List.of("dense", "hybrid")) {
            String next = "&min_manifest=job/" + (manifests + 1);
            HttpResponse<String> behind = client.get("search?q=a&wait_ms=50&mode=" + mode + next);
            assertThat(behind.statusCode()).isEqualTo(409);
            assertThat(HttpTestClient.json(behind).get("error").asText())
                    .contains("manifest job/%d or a later one".formatted(manifests + 1))
                    .contains("job/%d is searched".formatted(manifests));

            CompletableFuture<HttpResponse<String>> waiting = client.http()
                    .sendAsync(
                            client.request("search?q=a&wait_ms=60000&mode=" + mode + next)
                                    .build(),
                            BodyHandlers.ofString());
            publish();
            assertThat(HttpTestClient.json(waiting.get()).get("manifest").asText())
                    .isEqualTo("job/" + manifests);
        }
        HttpResponse<String> noVersion = client.get("search?q=a&wait_ms=0&min_version=life/3");
        assertThat(noVersion.statusCode()).isEqualTo(409);
        assertThat(noVersion.body())
                .contains("version life/3 or a later one is wanted, the generation's first encoder serves");
    }

    @Test
    void whatIsCollectedIsOnTheTopicsAsTheJobsReadIt() throws Exception {
        JsonNode recorded = post("query", "{\"text\": \"a river's edge\", \"user\": \"u\", \"k\": 2}");
        String id = recorded.get("query").asText();
        JsonNode clicked = post("click", "{\"query\": \"%s\", \"document\": \"d-0\", \"position\": 0}".formatted(id));

        assertThat(ids(recorded)).hasSize(2);
        assertThat(clicked.get("query").asText()).isEqualTo(id);
        Query query = new QueryParser().parse(last("queries"));
        Click click = new ClickParser().parse(last("clicks"));
        assertThat(query.text()).isEqualTo("a river's edge");
        assertThat(query.impressions()).extracting(DocumentId::value).isEqualTo(ids(recorded));
        assertThat(click.query()).isEqualTo(query.id());
        assertThat(click.timeMillis()).isGreaterThanOrEqualTo(query.timeMillis());
    }

    private static Doc document(String id, String text, String language) {
        return new Doc(id, text, Optional.empty(), Attributes.of("language", language));
    }

    /** The same documents under the next manifest. */
    private static void publish() {
        manifests++;
        SmallIndex index = SmallIndex.of("job/" + manifests, List.of(FIRST, SECOND));
        try (var producer = new KafkaProducer<>(
                configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            index.records().forEach(record -> {
                var unused = producer.send(new ProducerRecord<>("index", record.key(), record.value()));
            });
        }
    }

    private static void assertSame(JsonNode ofBatch, JsonNode alone) {
        assertThat(ids(ofBatch)).isNotEmpty().isEqualTo(ids(alone));
        for (int i = 0; i < alone.get("results").size(); i++) {
            assertThat(ofBatch.get("results").get(i).get("score").asDouble())
                    .isCloseTo(alone.get("results").get(i).get("score").asDouble(), within(1e-4));
        }
    }

    private static RawRecord last(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                configuration.kafkaClient(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
        return new RawRecord(new InputPosition(topic, 0, last.offset()), last.timestamp(), last.key(), last.value());
    }

    private static List<String> ids(JsonNode answer) {
        return answer.get("results").findValuesAsText("id");
    }

    private static JsonNode json(String path) throws Exception {
        return answered(client.get(path));
    }

    private static JsonNode post(String path, String body) throws Exception {
        return answered(client.post(path, body));
    }

    private static JsonNode answered(HttpResponse<String> response) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return HttpTestClient.json(response);
    }
}
