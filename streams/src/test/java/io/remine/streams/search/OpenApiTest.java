package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.streams.collect.Collector;
import io.remine.streams.topics.Topics;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the document says of the server is so, and what the server does is in the document. */
class OpenApiTest {

    private static final Set<String> PAGE = Set.of("/", "/page.css", "/page.js");
    private static final String SEARCH = "{\"q\": \"bank\"}";
    private static final String QUERY = "{\"id\": \"q\", \"text\": \"bank\", \"k\": 3}";
    private static final String CLICK = "{\"query\": \"q\", \"document\": \"n-1\"}";

    private final FakeRetriever retriever = new FakeRetriever();
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Set<String> seen = new LinkedHashSet<>();
    private SearchServer server;
    private HttpTestClient client;
    private OpenApiDocument document;

    @BeforeEach
    void start() throws Exception {
        retriever.modes = EnumSet.allOf(Search.Mode.class);
        start(Optional.of(new Collector(producer, new Topics(""))), 1);
        document = OpenApiDocument.parse(client.get("openapi.json").body());
    }

    @AfterEach
    void stop() {
        retriever.gate.countDown();
        server.close();
    }

    @Test
    void everyPathIsDescribed() {
        Set<String> described = new LinkedHashSet<>(document.paths());
        described.addAll(PAGE);

        assertThat(server.paths()).containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void everyParameterIsDescribedAndUnderstood() throws Exception {
        JsonNode parameters = document.operation("get", "/search").get("parameters");

        assertThat(parameters.findValuesAsText("name")).containsExactlyElementsOf(SearchParameters.NAMES);
        assertAnswered(client.get("search?q=a&k=3&scope=s&scope=t&filter=third:1&encoder=control&mode=hybrid&exact=true"
                + "&min_version=t1/7&min_manifest=t0/3&wait_ms=0"));
    }

    @Test
    void everyExampleOfABodyIsWhatItsSchemaSaysAndAnswered() throws Exception {
        for (String path : List.of("/search", "/query", "/click")) {
            JsonNode body = document.operation("post", path).at("/requestBody/content/application~1json");
            assertThat(body.get("examples")).isNotEmpty();
            for (JsonNode example : body.get("examples")) {
                document.checkAgainst(body.get("schema"), example.get("value"), "example of " + path);
                assertAnswered(post(path, example.get("value").toString()));
            }
        }
    }

    @Test
    void everyStatusIsDescribedAndEveryOneThatIsDescribedIsGiven() throws Exception {
        for (String path : document.paths()) {
            boolean get = !document.operation("get", path).isMissingNode();
            boolean post = !document.operation("post", path).isMissingNode();
            if (get) {
                note(client.get(path.substring(1) + (path.equals("/search") ? "?q=bank&mode=lexical" : "")));
                note(client.get(path.substring(1), "Accept", "image/png"));
            }
            if (post) {
                note(client.send(client.request(path.substring(1))
                        .header("Accept", "image/png")
                        .POST(BodyPublishers.noBody())));
                note(client.send(client.request(path.substring(1)).POST(BodyPublishers.ofString("{}"))));
                note(post(path, "{}"));
                note(post(path, " ".repeat((1 << 20) + 1)));
            }
        }
        note(client.get("search"));
        whatAsksMuch();
        whatIsBehindOrBroken();
        whenTheServerIsBusy();
        whenTheTopicsAreAway();
        whenThereIsNoIndex();
        whenNothingIsRecorded();

        assertThat(seen).containsExactlyInAnyOrderElementsOf(document.outcomes());
    }

    private void whatAsksMuch() throws Exception {
        note(post("/search", SEARCH));
        note(post("/search", "{\"queries\": [" + SEARCH + "," + SEARCH + "]}"));
        note(post("/query", QUERY));
        note(post("/click", CLICK));
    }

    private void whatIsBehindOrBroken() throws Exception {
        note(client.get("search?q=a&min_version=t1/8"));
        note(post("/search", "{\"q\": \"a\", \"min_manifest\": \"t0/4\"}"));
        retriever.broken = true;
        note(client.get("search?q=a"));
        note(post("/search", SEARCH));
        note(post("/query", QUERY));
        retriever.broken = false;
    }

    private void whenTheServerIsBusy() throws Exception {
        retriever.inProgress.drainPermits();
        retriever.gate = new CountDownLatch(1);
        var waiting =
                client.http().sendAsync(client.request("search?q=a").build(), HttpResponse.BodyHandlers.ofString());
        retriever.inProgress.acquire();
        note(client.get("search?q=a"));
        note(post("/search", SEARCH));
        note(post("/query", QUERY));
        note(post("/click", CLICK));
        retriever.gate.countDown();
        note(waiting.get());
    }

    private void whenTheTopicsAreAway() throws Exception {
        producer.sendException = new TimeoutException("no broker");
        note(post("/query", QUERY));
        note(post("/click", CLICK));
        producer.sendException = new IllegalStateException("a fault of ours");
        note(post("/click", CLICK));
        producer.sendException = null;
    }

    private void whenThereIsNoIndex() throws Exception {
        retriever.ready = false;
        note(client.get("search?q=a"));
        note(post("/search", SEARCH));
        note(client.get("health/ready"));
    }

    private void whenNothingIsRecorded() throws Exception {
        server.close();
        start(Optional.empty(), 1);
        note(post("/query", QUERY));
        note(post("/click", CLICK));
    }

    private void start(Optional<Collector> collector, int maxRequests) {
        server = SearchServer.start(
                retriever,
                collector,
                new ServerSettings(ServerSettings.DEFAULT_HOST, 0, maxRequests, Duration.ZERO, Duration.ofMinutes(5)));
        client = new HttpTestClient(server.address());
    }

    private void note(HttpResponse<String> answer) throws IOException, InterruptedException {
        if (answer.statusCode() != 429) {
            client.awaitIdle();
        }
        document.check(answer);
        seen.add(OpenApiDocument.outcome(
                answer.request().method(), answer.uri().getPath(), Integer.toString(answer.statusCode())));
    }

    private void assertAnswered(HttpResponse<String> answer) throws IOException, InterruptedException {
        client.awaitIdle();
        document.check(answer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return client.post(path.substring(1), json);
    }
}
