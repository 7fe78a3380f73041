package io.remine.streams.search;

import io.remine.state.live.LiveIndex;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.live.ProcessLiveIndex;
import java.net.URI;
import java.util.List;

/** A search server with everything it needs: a live index, the journal, and the address it answers at. */
public final class Serving implements AutoCloseable {

    private final LiveIndex live;
    private final Journal journal;
    private final SearchServer server;

    private Serving(LiveIndex live, Journal journal, SearchServer server) {
        this.live = live;
        this.journal = journal;
        this.server = server;
    }

    /**
     * Starts to follow the topics and to answer; searches are put off until the index is there.
     *
     * @param suggestions queries that the page offers
     * @throws IllegalStateException if the address is taken
     */
    public static Serving start(RemineConfiguration configuration, List<String> suggestions) {
        LiveIndex live =
                LiveIndex.open(ProcessLiveIndex.ofSearches(configuration).options());
        Journal journal = Journal.open(configuration.kafkaClient(), configuration.topics());
        try {
            SearchServer server = SearchServer.start(
                    new LiveRetriever(live, journal, suggestions),
                    configuration.get(RemineOptions.SERVE_HOST),
                    configuration.get(RemineOptions.SERVE_PORT));
            return new Serving(live, journal, server);
        } catch (RuntimeException e) {
            journal.close();
            live.close();
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

    @Override
    public void close() {
        server.close();
        journal.close();
        live.close();
    }
}
