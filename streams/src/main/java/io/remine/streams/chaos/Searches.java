package io.remine.streams.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.state.invariant.NoMixedView;
import io.remine.state.invariant.SearchesAnswered;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Asks a search server the same questions again and again, in a thread of its own, and shows what comes back. */
final class Searches implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI server;
    private final List<String> questions;
    private final NoMixedView views;
    private final SearchesAnswered answered;
    private final Thread thread = new Thread(this::ask, "searches");
    private volatile boolean away = true;
    private volatile boolean stopped;

    Searches(URI server, List<String> questions, NoMixedView views, SearchesAnswered answered) {
        this.server = server;
        this.questions = List.copyOf(questions);
        this.views = views;
        this.answered = answered;
        thread.setDaemon(true);
        thread.start();
    }

    /** The server is about to be taken away: until it answers again, nothing is held against it. */
    void takenAway() {
        away = true;
    }

    /** Whether it has answered since it was last taken away. */
    boolean answer() {
        return !away;
    }

    /** Documents that can be found; none while the server does not say. */
    long documents() throws InterruptedException {
        try {
            HttpRequest status = HttpRequest.newBuilder(server.resolve("/status"))
                    .timeout(TIMEOUT)
                    .build();
            return JSON.readTree(http.send(status, HttpResponse.BodyHandlers.ofByteArray())
                            .body())
                    .path("documents")
                    .asLong();
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        try {
            for (int turn = 0; !stopped; turn++) {
                ask(questions.get(turn % questions.size()));
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String question) throws InterruptedException {
        URI uri = server.resolve(
                "/search?k=%d&q=".formatted(Answers.HITS) + URLEncoder.encode(question, StandardCharsets.UTF_8));
        boolean excused = away;
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                Answers.show(question, JSON.readTree(response.body()), views);
                answered.answered();
                away = away && !excused; // taken away while it answered: it is away still
                return;
            }
            unanswered(
                    excused,
                    "status %d: %s"
                            .formatted(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            unanswered(excused, e.toString());
        }
    }

    private void unanswered(boolean excused, String why) {
        if (excused || away) {
            answered.excused();
        } else {
            answered.failed(why);
        }
    }
}
