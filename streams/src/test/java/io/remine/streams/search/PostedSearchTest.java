package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.state.index.Filter;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches as JSON, well-meant and hostile. */
class PostedSearchTest {

    private final FakeRetriever retriever = new FakeRetriever();
    private SearchServer server;
    private HttpTestClient client;

    @BeforeEach
    void start() {
        server = SearchServer.start(retriever, Optional.empty(), ServerSettings.local());
        client = new HttpTestClient(server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPostedSearchIsAnsweredAsTheSameInAnAddress() throws Exception {
        JsonNode posted = answer(
                """
                {"q": "bank", "k": 3, "scope": ["odd", "even"], "filter": {"third": ["1", "2"]}, "encoder": "control",
                 "exact": true, "min_version": "t1/7", "wait_ms": 5}
                """);
        Search asked = retriever.asked;
        JsonNode gotten = HttpTestClient.json(
                client.get(
                        "search?q=bank&k=3&scope=odd&scope=even&filter=third:1&filter=third:2&encoder=control&exact=true&min_version=t1/7&wait_ms=5"));

        assertThat(retriever.asked).isEqualTo(asked);
        assertThat(posted.get("results")).isEqualTo(gotten.get("results")).hasSize(3);
        assertThat(posted.get("mode").asText()).isEqualTo("dense");
        assertThat(asked.exact()).isTrue();
        assertThat(posted.get("exact").asBoolean()).isTrue();
        assertThat(asked.questions().get(0).filter()).isEqualTo(Filter.anyOf("third", "1", "2"));
    }

    @Test
    void severalQueriesAreAnsweredTogetherEachWithWhatItAskedFor() throws Exception {
        JsonNode answer = answer(
                """
                {"queries": [{"q": "bank", "k": 2}, {"q": "light", "scope": "odd", "filter": {"third": "0"}}],
                 "min_manifest": "t0/3"}
                """);

        assertThat(retriever.asked.questions()).hasSize(2);
        assertThat(answer.get("answers")).hasSize(2);
        assertThat(answer.at("/answers/0/results").findValuesAsText("id")).containsExactly("n-0", "n-1");
        assertThat(answer.at("/answers/1/results").findValuesAsText("id")).containsExactly("n-3", "n-9");
        assertThat(answer.get("manifest").asText()).isEqualTo("t0/3");
        assertThat(answer.has("results")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'' | not a JSON object",
                "[] | not a JSON object",
                "{\"q\": \"a\" | not JSON",
                "{\"q\": \"a\"} {} | not JSON",
                "{\"q\": \"a\", \"q\": \"b\"} | Duplicate field 'q'",
                "{} | q is missing or empty",
                "{\"q\": 5} | 'q' is 5 of type number, must be a string",
                "{\"q\": \"\\ud800\"} | half a surrogate pair",
                "{\"q\": \"a\", \"k\": 201} | k is '201'; give a whole number from 1 to 200",
                "{\"q\": \"a\", \"k\": 9223372036854775807} | k is '9223372036854775807'",
                "{\"q\": \"a\", \"k\": 1e400} | 'k' is",
                "{\"q\": \"a\", \"k\": 1.5} | 'k' is 1.5 of type number, must be an integer",
                "{\"q\": \"a\", \"scope\": \"\"} | scope is empty",
                "{\"q\": \"a\", \"filter\": {\"language\": []}} | filter by language lists no value",
                "{\"q\": \"a\", \"filter\": [\"en\"]} | must be an object",
                "{\"q\": \"a\", \"filters\": {}} | field 'filters' is not known here; give q, k, scope, filter",
                "{\"queries\": []} | queries is empty; give 1 to 64",
                "{\"queries\": [{\"q\": \"a\"}, {\"k\": 3}]} | q of queries[1] is missing",
                "{\"queries\": [{\"q\": \"a\", \"mode\": \"dense\"}]} | field 'mode' is not known here",
                "{\"queries\": [{\"q\": \"a\"}], \"k\": 3} | field 'k' is not known here"
            })
    void aBodyThatMakesNoSenseIsToldWhy(String body, String why) throws Exception {
        HttpResponse<String> response = client.post("search", body.equals("''") ? "" : body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(HttpTestClient.json(response).get("error").asText()).contains(why);
    }

    @Test
    void moreQueriesThanTheLimitAreToldTheLimit() throws Exception {
        String queries = "{\"q\": \"a\"},".repeat(65);
        HttpResponse<String> response =
                client.post("search", "{\"queries\": [" + queries.substring(0, queries.length() - 1) + "]}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("65 elements, limit 64");
    }

    @Test
    void aDeepBodyIsRefusedBeforeItIsRead() throws Exception {
        HttpResponse<String> response = client.post("search", "{\"q\": " + "[".repeat(100_000));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("nesting depth");
    }

    @Test
    void aBodyThatIsNotUtf8IsRefused() throws Exception {
        HttpResponse<String> response = client.send(client.request("search")
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofByteArray("{\"q\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1))));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("not UTF-8");
    }

    @Test
    void aHugeBodyIsRefusedWhetherItSaysItsSizeOrNotAndTheServerGoesOn() throws Exception {
        String tenMegabytes = "{\"q\": \"" + "a".repeat(10 << 20) + "\"}";
        HttpResponse<String> announced = client.post("search", tenMegabytes);
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(announced.body()).contains("limit 1048576");

        byte[] bytes = tenMegabytes.getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> chunked = client.send(client.request("search")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))));
        assertThat(chunked.statusCode()).isEqualTo(413);

        assertThat(answer("{\"q\": \"bank\"}").get("results")).hasSize(10);
    }

    @Test
    void whatIsNotCalledJsonIsNotRead() throws Exception {
        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1"}) {
            HttpResponse<String> response = client.send(client.request("search")
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString("{\"q\": \"a\"}")));
            assertThat(response.statusCode()).as(type).isEqualTo(415);
            assertThat(response.body()).contains("send application/json");
        }
    }

    private JsonNode answer(String json) throws Exception {
        HttpResponse<String> response = client.post("search", json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return HttpTestClient.json(response);
    }
}
