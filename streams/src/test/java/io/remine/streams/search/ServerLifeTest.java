package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How much is answered at once, and how a server ends. */
class ServerLifeTest {

    private static final Duration LONG = Duration.ofMinutes(5);

    private final FakeRetriever retriever = new FakeRetriever();
    private SearchServer server;
    private HttpTestClient client;

    @AfterEach
    void stop() {
        retriever.gate.countDown();
        server.close();
    }

    @Test
    void moreRequestsThanTheLimitAreRefusedAtOnceAndTheOthersAnswered() throws Exception {
        start(2, Duration.ZERO);
        retriever.gate = new CountDownLatch(1);
        var first = search();
        var second = search();
        retriever.inProgress.acquire(2);

        HttpResponse<String> third = client.get("search?q=a");
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("Retry-After")).isPresent();
        assertThat(HttpTestClient.json(third).get("error").asText()).startsWith("2 requests are in progress, limit 2");
        assertThat(client.get("health/ready").statusCode()).as("is not counted").isEqualTo(200);
        assertThat(client.get("status").statusCode()).isEqualTo(200);

        retriever.gate.countDown();
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(second.get().statusCode()).isEqualTo(200);
        client.awaitIdle();
        assertThat(client.get("search?q=a").statusCode()).isEqualTo(200);
    }

    @Test
    void refusedRequestsTakeNoPlace() throws Exception {
        start(1, Duration.ZERO);
        for (int i = 0; i < 10; i++) {
            assertThat(client.get("search?q=").statusCode()).isEqualTo(400);
            client.awaitIdle();
            assertThat(client.post("search", "{").statusCode()).isEqualTo(400);
            client.awaitIdle();
        }
        assertThat(client.get("search?q=a").statusCode()).isEqualTo(200);
    }

    @Test
    void aServerThatStopsLetsRequestsInProgressEndAndTakesNoMore() throws Exception {
        start(64, Duration.ZERO);
        retriever.gate = new CountDownLatch(1);
        var answered = search();
        retriever.inProgress.acquire();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        HttpResponse<String> ready = client.get("health/ready");
        while (ready.statusCode() == 200) {
            ready = client.get("health/ready");
        }

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("the server is stopping");
        assertThat(client.get("health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = refused();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("the server is stopping; ask another one");
        retriever.gate.countDown();
        closed.get();
        assertThat(answered.get().statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new HttpTestClient(client.server()).get("health/live"))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void duringTheNoticeReadinessSaysNoAndSearchesAreAnswered() throws Exception {
        start(64, LONG);
        Thread closing = new Thread(server::close);
        closing.start();
        while (client.get("health/ready").statusCode() == 200) {
            Thread.onSpinWait();
        }
        assertThat(client.get("search?q=a").statusCode()).isEqualTo(200);
        closing.interrupt();
        closing.join();
    }

    @Test
    void readinessFollowsTheIndex() throws Exception {
        start(64, Duration.ZERO);
        retriever.ready = false;
        HttpResponse<String> starting = client.get("health/ready");
        assertThat(starting.statusCode()).isEqualTo(503);
        assertThat(HttpTestClient.json(starting).get("condition").asText()).isEqualTo("starting");
        assertThat(HttpTestClient.json(starting).get("reason").asText()).isEqualTo("0 of 7 read");
        assertThat(client.get("health/live").statusCode()).isEqualTo(200);

        retriever.ready = true;
        assertThat(client.get("health/ready").statusCode()).isEqualTo(200);
    }

    private void start(int maxRequests, Duration notice) {
        server = SearchServer.start(
                retriever,
                Optional.empty(),
                new ServerSettings(ServerSettings.DEFAULT_HOST, 0, maxRequests, notice, LONG));
        client = new HttpTestClient(server.address());
    }

    /** The first search that is not taken; between readiness and that there is an instant. */
    private HttpResponse<String> refused() throws Exception {
        while (true) {
            CompletableFuture<HttpResponse<String>> next = search();
            boolean taken = retriever.inProgress.tryAcquire();
            while (!taken && !next.isDone()) {
                taken = retriever.inProgress.tryAcquire(1, TimeUnit.MILLISECONDS);
            }
            if (!taken) {
                return next.get();
            }
        }
    }

    private CompletableFuture<HttpResponse<String>> search() {
        return client.http().sendAsync(client.request("search?q=a").build(), HttpResponse.BodyHandlers.ofString());
    }
}
