package io.remine.streams.search;

import io.micrometer.core.instrument.Tags;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.LiveIndexMetrics;
import io.remine.streams.collect.Collector;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.config.Setting;
import io.remine.streams.lexical.WordViews;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.signing.Trust;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A search server with everything it needs: a live index, the journal, and the address it answers at. */
public final class Serving implements AutoCloseable {

    private final LiveIndex live;
    private final Journal journal;
    private final SearchServer server;
    private final Deque<Runnable> closing;

    private Serving(LiveIndex live, Journal journal, SearchServer server, Deque<Runnable> closing) {
        this.live = live;
        this.journal = journal;
        this.server = server;
        this.closing = closing;
    }

    /**
     * Starts to follow the topics and to answer; searches are put off until the index is there.
     *
     * @param suggestions queries that the page offers
     * @throws IllegalStateException if the address is taken
     */
    public static Serving start(RemineConfiguration configuration, List<String> suggestions) {
        Deque<Runnable> closing = new ArrayDeque<>();
        try {
            LiveIndex live =
                    LiveIndex.open(ProcessLiveIndex.ofSearches(configuration).options());
            closing.push(live::close);
            Optional<WordViews> words = isOn(configuration, RemineOptions.SERVE_LEXICAL)
                    ? Optional.of(WordViews.follow(live))
                    : Optional.empty();
            words.ifPresent(opened -> closing.push(opened::close));
            Journal journal = Journal.open(
                    configuration.kafkaClient(),
                    configuration.topics(),
                    Trust.of(configuration).keys());
            closing.push(journal::close);
            LiveRetriever retriever = new LiveRetriever(
                    live,
                    words,
                    journal,
                    suggestions,
                    Duration.ofMillis(configuration.get(RemineOptions.SERVE_TIMEOUT)));
            closing.push(retriever::close);
            Optional<Collector> collector = isOn(configuration, RemineOptions.SERVE_COLLECT)
                    ? Optional.of(Collector.open(configuration.kafkaClient(), configuration.topics()))
                    : Optional.empty();
            collector.ifPresent(opened -> closing.push(opened::close));
            SearchServer server = SearchServer.start(retriever, collector, ServerSettings.of(configuration));
            closing.push(server::close);
            new LiveIndexMetrics(live, Tags.empty()).bindTo(server.meters());
            return new Serving(live, journal, server, closing);
        } catch (RuntimeException e) {
            closing.forEach(Runnable::run);
            throw e;
        }
    }

    /** The page's address. */
    public URI address() {
        return server.address();
    }

    /** What the server answers from. */
    public LiveIndex live() {
        return live;
    }

    /** What the training job has said of itself. */
    public Journal journal() {
        return journal;
    }

    /** The last that was opened first: what is asked of the server in this moment is answered still. */
    @Override
    public void close() {
        closing.forEach(Runnable::run);
        closing.clear();
    }

    private static boolean isOn(RemineConfiguration configuration, Setting<String> setting) {
        return Boolean.parseBoolean(configuration.get(setting));
    }
}
