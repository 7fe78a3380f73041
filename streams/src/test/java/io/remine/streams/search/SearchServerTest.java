package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.state.index.Filter;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchServerTest {

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
    void aSearchTellsResultsAndWhatAnswered() throws Exception {
        HttpResponse<String> response = client.get("search?q=bank&k=3");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode body = HttpTestClient.json(response);
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
        assertThat(HttpTestClient.json(client.get("search?q=bank")).get("results"))
                .hasSize(10);
    }

    @Test
    void theControlAnswersWithoutAVersion() throws Exception {
        JsonNode body = HttpTestClient.json(client.get("search?q=bank&encoder=control"));

        assertThat(body.get("version").isNull()).isTrue();
        assertThat(body.at("/results/1/id").asText()).isEqualTo("n-4");
    }

    @Test
    void aSearchMayBeRestrictedToScopes() throws Exception {
        assertThat(HttpTestClient.json(client.get("search?q=bank&k=20")).get("results"))
                .hasSize(12);
        assertThat(HttpTestClient.json(client.get("search?q=bank&k=20&scope=odd"))
                        .get("results"))
                .hasSize(6);
        assertThat(HttpTestClient.json(client.get("search?q=bank&k=20&scope=odd&scope=even"))
                        .get("results"))
                .hasSize(12);
    }

    @Test
    void aSearchMayBeFilteredByAttributes() throws Exception {
        assertThat(ids("search?q=bank&filter=third:1")).containsExactly("n-1", "n-4", "n-7", "n-10");
        assertThat(ids("search?q=bank&filter=third:1&filter=third:2&k=3")).containsExactly("n-1", "n-2", "n-4");
        assertThat(ids("search?q=bank&filter=third:1&filter=colour:red")).isEmpty();
        assertThat(retriever.asked.questions().get(0).filter())
                .isEqualTo(Filter.anyOf("third", "1").and("colour", "red"));
    }

    @Test
    void aSearchMayWantAViewThatIsNewEnough() throws Exception {
        assertThat(client.get("search?q=a&min_version=t1/7&min_manifest=t0%2F3").statusCode())
                .isEqualTo(200);
        assertThat(retriever.asked.patience()).hasSeconds(10);

        HttpResponse<String> behind = client.get("search?q=a&min_version=t1/8&wait_ms=250");
        assertThat(behind.statusCode()).isEqualTo(409);
        assertThat(behind.headers().firstValue("Retry-After")).isPresent();
        assertThat(HttpTestClient.json(behind).get("error").asText()).isEqualTo("that is wanted, this is there");
        assertThat(retriever.asked.patience()).hasMillis(250);
    }

    @Test
    void whatIsEscapedInAnAddressIsUnderstood() throws Exception {
        client.get("search?q=%E2%82%AC+%F0%9F%99%82%26&scope=a%2Bb");

        Search.Question question = retriever.asked.questions().get(0);
        assertThat(question.query()).isEqualTo("\u20ac \ud83d\ude42&");
        assertThat(question.scopes()).containsExactly("a+b");
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
        "search?q=a&encoder=best, encoder is 'best'; give live or control",
        "search?q=a&mode=magic, mode is 'magic'; give dense or lexical or hybrid",
        "search?q=a&exact=maybe, exact is 'maybe'; give true or false",
        "search?q=a&mode=hybrid, set serve.lexical: true",
        "search?q=a&min_version=seven, min_version is 'seven'; give TIMELINE/CHECKPOINT",
        "search?q=a&min_manifest=t/0, min_manifest is 't/0'",
        "search?q=a&wait_ms=-1, wait_ms is '-1'; give a whole number from 0 to 60000",
        "search?q=a&filter=language, filter is 'language'; give name:value",
        "search?q=a&filter=language:, value of the attribute language is empty",
        "search?q=a&filters=language:en, parameter 'filters' is not known here",
        "search?q=%ff, q is not UTF-8",
        "search?q=%c0%af, q is not UTF-8",
        "search?q=%ed%a0%80, q is not UTF-8"
    })
    void aRequestThatMakesNoSenseIsToldWhy(String path, String why) throws Exception {
        HttpResponse<String> response = client.get(path);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(HttpTestClient.json(response).get("error").asText()).contains(why);
    }

    @Test
    void aQueryThatIsTooLongIsToldTheLimit() throws Exception {
        HttpResponse<String> response = client.get("search?q=" + "a".repeat(1_001));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(HttpTestClient.json(response).get("error").asText())
                .isEqualTo("q has 1001 characters, limit 1000; shorten it");
    }

    @Test
    void tooManyOrTooLongScopesAreToldTheLimit() throws Exception {
        assertThat(HttpTestClient.json(client.get("search?q=a" + "&scope=s".repeat(65)))
                        .get("error")
                        .asText())
                .startsWith("scope is given 65 times, limit 64");
        assertThat(HttpTestClient.json(client.get("search?q=a&scope=" + "s".repeat(513)))
                        .get("error")
                        .asText())
                .startsWith("scope of 513 bytes")
                .contains("limit 512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"favicon.ico", "search/", "page.html", "../pom.xml", "%2e%2e/page.html"})
    void nothingElseIsServed(String path) throws Exception {
        HttpResponse<String> response = client.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(HttpTestClient.json(response).get("error").asText()).isNotBlank();
    }

    @Test
    void aMethodThatIsNotAnsweredIsToldWhichAre() throws Exception {
        assertNotAllowed("search?q=a", "DELETE", "GET, HEAD, POST");
        assertNotAllowed("status", "POST", "GET, HEAD");
    }

    @Test
    void whoAcceptsNoJsonIsToldThatItIsJson() throws Exception {
        for (String accepted : List.of("text/html", "application/json;q=0", "image/*, text/*")) {
            HttpResponse<String> response = client.get("search?q=a", "Accept", accepted);
            assertThat(response.statusCode()).as(accepted).isEqualTo(406);
            assertThat(response.body()).contains("application/json");
        }
        for (String accepted : List.of("*/*", "text/html, application/*;q=0.5", "Application/JSON")) {
            assertThat(client.get("search?q=a", "Accept", accepted).statusCode())
                    .as(accepted)
                    .isEqualTo(200);
        }
    }

    @Test
    void beforeTheFirstIndexASearchIsPutOffAndTheStatusAnswers() throws Exception {
        retriever.ready = false;
        HttpResponse<String> response = client.get("search?q=bank");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(HttpTestClient.json(response).get("error").asText()).contains("not built yet");
        assertThat(HttpTestClient.json(client.get("status")).get("ready").asBoolean())
                .isFalse();
    }

    @Test
    void anErrorOfOursIsAnsweredWithoutItsDetails() throws Exception {
        retriever.broken = true;
        HttpResponse<String> response = client.get("search?q=bank");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).doesNotContain("secret detail");
    }

    @Test
    void theStatusHoldsTheCurveWithNullsWhereNothingWasSampled() throws Exception {
        JsonNode status = HttpTestClient.json(client.get("status"));

        assertThat(status.get("documents").asLong()).isEqualTo(10_000);
        assertThat(status.get("curve")).hasSize(30);
        assertThat(status.at("/curve/0/controlMrr10").isNull()).isTrue();
        assertThat(status.at("/curve/1/controlMrr10").isNumber()).isTrue();
        assertThat(status.get("suggestions")).hasSize(3);
    }

    @Test
    void thePageMayLoadNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = client.get("");

        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'");
        for (String file : new String[] {"", "page.css", "page.js"}) {
            assertThat(client.get(file).body().replace("http://www.w3.org/2000/svg", ""))
                    .doesNotContain("http:", "https:", "//cdn");
        }
    }

    @Test
    void aTakenPortIsAnErrorThatNamesIt() {
        int taken = server.address().getPort();

        ServerSettings same = new ServerSettings(ServerSettings.DEFAULT_HOST, taken, 1, Duration.ZERO, Duration.ZERO);

        assertThatThrownBy(() -> SearchServer.start(retriever, Optional.empty(), same))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(taken))
                .hasMessageContaining("--port");
    }

    private List<String> ids(String path) throws Exception {
        return HttpTestClient.json(client.get(path)).get("results").findValuesAsText("id");
    }

    private void assertNotAllowed(String path, String method, String allowed) throws Exception {
        HttpResponse<String> response = client.send(client.request(path).method(method, BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(HttpTestClient.json(response).get("error").asText()).contains(allowed);
    }
}
