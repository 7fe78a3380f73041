package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchServerTest {

    private final FakeRetriever retriever = new FakeRetriever();
    private final HttpClient client = HttpClient.newHttpClient();
    private SearchServer server;

    @BeforeEach
    void start() {
        server = SearchServer.start(retriever, SearchServer.DEFAULT_HOST, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aSearchTellsResultsAndWhatAnswered() throws Exception {
        HttpResponse<String> response = get("search?q=bank&k=3");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode body = json(response);
        assertThat(body.get("results")).hasSize(3);
        assertThat(body.at("/results/0/id").asText()).isEqualTo("n-0");
        assertThat(body.at("/results/0/text").asText()).startsWith("sloping land");
        assertThat(body.at("/results/0/score").floatValue()).isEqualTo(0.9f);
        assertThat(body.get("version").asText()).isEqualTo("t1/7");
        assertThat(body.get("manifest").asText()).isEqualTo("t0/3");
        assertThat(body.get("millis").isNumber()).isTrue();
    }

    @Test
    void tenResultsAreGivenUnlessAskedOtherwise() throws Exception {
        assertThat(json(get("search?q=bank")).get("results")).hasSize(10);
    }

    @Test
    void theControlAnswersWithoutAVersion() throws Exception {
        JsonNode body = json(get("search?q=bank&encoder=control"));

        assertThat(body.get("version").isNull()).isTrue();
        assertThat(body.at("/results/1/id").asText()).isEqualTo("n-4");
    }

    @Test
    void aSearchMayBeRestrictedToScopes() throws Exception {
        assertThat(json(get("search?q=bank&k=20")).get("results")).hasSize(12);
        assertThat(json(get("search?q=bank&k=20&scope=odd")).get("results")).hasSize(6);
        assertThat(json(get("search?q=bank&k=20&scope=odd&scope=even")).get("results"))
                .hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({
        "search, q is missing",
        "search?q=%20%20, q is missing",
        "search?q=a&k=0, k is '0'; give a whole number from 1 to 200",
        "search?q=a&k=201, k is '201'",
        "search?q=a&k=ten, k is 'ten'",
        "search?q=a&k=99999999999, k is '99999999999'",
        "search?q=a&q=b, q is given 2 times",
        "search?q=a&scope=, scope is empty",
        "search?q=a&scope=b&scope=%00, scope holds a control character",
        "search?q=a&encoder=best, encoder is 'best'; give live or control"
    })
    void aRequestThatMakesNoSenseIsToldWhy(String path, String why) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("error").asText()).contains(why);
    }

    @Test
    void aQueryThatIsTooLongIsToldTheLimit() throws Exception {
        HttpResponse<String> response = get("search?q=" + "a".repeat(1_001));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("error").asText()).isEqualTo("q has 1001 characters, limit 1000; shorten it");
    }

    @Test
    void tooManyOrTooLongScopesAreToldTheLimit() throws Exception {
        assertThat(json(get("search?q=a" + "&scope=s".repeat(65))).get("error").asText())
                .startsWith("scope is given 65 times, limit 64");
        assertThat(json(get("search?q=a&scope=" + "s".repeat(513))).get("error").asText())
                .startsWith("scope of 513 bytes")
                .contains("limit 512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"favicon.ico", "search/", "page.html", "../pom.xml", "%2e%2e/page.html"})
    void nothingElseIsServed(String path) throws Exception {
        HttpResponse<String> response = get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).get("error").asText()).isNotBlank();
    }

    @Test
    void onlyReadingIsAllowed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.address().resolve("search?q=a"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void beforeTheFirstIndexASearchIsPutOffAndTheStatusAnswers() throws Exception {
        retriever.ready = false;
        HttpResponse<String> response = get("search?q=bank");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(json(response).get("error").asText()).contains("not built yet");
        assertThat(json(get("status")).get("ready").asBoolean()).isFalse();
    }

    @Test
    void anErrorOfOursIsAnsweredWithoutItsDetails() throws Exception {
        retriever.broken = true;
        HttpResponse<String> response = get("search?q=bank");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret detail");
    }

    @Test
    void theStatusHoldsTheCurveWithNullsWhereNothingWasSampled() throws Exception {
        JsonNode status = json(get("status"));

        assertThat(status.get("documents").asLong()).isEqualTo(10_000);
        assertThat(status.get("curve")).hasSize(30);
        assertThat(status.at("/curve/0/controlMrr10").isNull()).isTrue();
        assertThat(status.at("/curve/1/controlMrr10").isNumber()).isTrue();
        assertThat(status.get("suggestions")).hasSize(3);
    }

    @Test
    void thePageMayLoadNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = get("");

        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'");
        for (String file : new String[] {"", "page.css", "page.js"}) {
            assertThat(get(file).body().replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContain("http:", "https:", "//cdn");
        }
    }

    @Test
    void aTakenPortIsAnErrorThatNamesIt() {
        int taken = server.address().getPort();

        assertThatThrownBy(() -> SearchServer.start(retriever, SearchServer.DEFAULT_HOST, taken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(taken))
                .hasMessageContaining("--port");
    }

    @Test
    void aClosedServerAnswersNoMore() {
        URI address = server.address();
        server.close();

        assertThatThrownBy(() ->
                        client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
