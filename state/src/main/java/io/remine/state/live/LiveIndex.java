package io.remine.state.live;

import io.remine.state.model.Generation;
import io.remine.state.model.ModelLog;
import io.remine.state.resource.Lease;
import io.remine.state.resource.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * A copy of the published index in this process, and the encoder that is released for it, kept current from Kafka: the
 * entry to everything in this package. Several threads may use it.
 *
 * <p>A search sees one {@link View} from beginning to end. A refresh builds the next view beside it and swaps them in one
 * step; no search waits for that, and what reads and builds gives way to searches. Whatever is bad is counted in
 * {@link #status} and leaves the last good view in place.
 *
 * <pre>{@code
 * LiveIndexOptions options = LiveIndexOptions.of("localhost:9092", cacheDirectory);
 * try (LiveIndex index = LiveIndex.open(options)) {
 *     index.awaitIndex(Duration.ofMinutes(1));
 *     SearchResult result = index.search("bank: he sat on the bank of the river", 10);
 *     System.out.println("manifest " + result.manifest());
 *     for (SearchResult.Hit hit : result.hits()) {
 *         System.out.println(hit.score() + " " + hit.text());
 *     }
 * }
 * }</pre>
 */
public final class LiveIndex implements AutoCloseable {

    private final LiveIndexOptions options;
    private final LiveCaches caches;
    private final LiveState state;
    private final TopicFollower follower;
    private final Thread thread;
    private final SearchTimes searches = new SearchTimes();

    private LiveIndex(LiveIndexOptions options, LiveCaches caches, LiveState state) {
        this.options = options;
        this.caches = caches;
        this.state = state;
        Map<String, LiveState.Topic> topics = Map.of(
                options.topics().models(), LiveState.Topic.MODELS,
                options.topics().index(), LiveState.Topic.INDEX,
                options.topics().releases(), LiveState.Topic.RELEASES);
        Resumption resumption = new Resumption(
                new PositionFile(caches.index().directory()), options.topics().index(), state);
        resumption.prepare(); // while the consumer is made
        follower = new TopicFollower(
                new KafkaConsumer<>(LiveConsumer.properties(options.kafka())),
                topics,
                options.trust(),
                state,
                resumption);
        thread = new Thread(follower, "live-index");
        thread.setDaemon(true);
    }

    /**
     * Begins to follow the topics; returns at once.
     *
     * @throws UncheckedIOException if the cache directory cannot be used
     * @throws org.apache.kafka.common.KafkaException if the properties make no Kafka client
     */
    public static LiveIndex open(LiveIndexOptions options) {
        try {
            LiveCaches caches = LiveCaches.open(options.cacheDirectory());
            boolean started = false;
            try {
                LiveIndex live = start(options, caches);
                started = true;
                return live;
            } finally {
                if (!started) {
                    caches.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cache directory %s: %s".formatted(options.cacheDirectory(), e), e);
        }
    }

    private static LiveIndex start(LiveIndexOptions options, LiveCaches caches) {
        LiveState state = new LiveState(options, caches);
        boolean started = false;
        try {
            LiveIndex live = new LiveIndex(options, caches, state);
            live.thread.start();
            started = true;
            return live;
        } finally {
            if (!started) {
                state.close();
            }
        }
    }

    /** Waits for the first view; says whether there is one. */
    public boolean awaitIndex(Duration timeout) throws InterruptedException {
        return state.await(() -> status().manifest().isPresent(), timeout);
    }

    /** Waits for the generation's first encoder; says whether it is here. */
    public boolean awaitGeneration(Duration timeout) throws InterruptedException {
        return state.await(() -> models().hasGeneration(options.generation()), timeout);
    }

    /** Waits until everything that was published when this began has been read; says whether it has. */
    public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        return state.await(() -> status().caughtUp(), timeout);
    }

    /** The newest view, to be closed by the caller; empty before the first. */
    public Optional<Lease<View>> lease() {
        return state.lease();
    }

    /**
     * The newest view, to be closed by the caller, once it is as new as wanted.
     *
     * @throws BehindException if none is after so long; its message says why
     * @throws IllegalStateException if this is closed
     */
    public Lease<View> lease(AtLeast wanted, Duration patience) throws InterruptedException {
        return lease(List.of(wanted), patience);
    }

    /** The same, as new as all of these want. */
    public Lease<View> lease(List<AtLeast> wanted, Duration patience) throws InterruptedException {
        return state.lease(wanted, patience);
    }

    /**
     * The best documents for a query, by the released encoder, in one view that is as new as the request wants.
     *
     * @throws BehindException if there is no such view in time; its message says why
     * @throws IllegalStateException if this is closed, or serves no encoders
     */
    public SearchResult search(SearchRequest request) throws InterruptedException {
        try (Lease<View> lease = leaseFor(request)) {
            return searches.time(() -> lease.get().search(List.of(request)).get(0));
        }
    }

    /** {@link #search(SearchRequest)} by the generation's first encoder, for comparison. */
    public SearchResult searchControl(SearchRequest request) throws InterruptedException {
        try (Lease<View> lease = leaseFor(request)) {
            return searches.time(
                    () -> lease.get().searchControl(List.of(request)).get(0));
        }
    }

    /**
     * The best documents for a query, by the released encoder, in the newest view.
     *
     * @param k how many, at least 1; all documents if there are fewer
     * @throws IllegalStateException if there is no view yet, or none with encoders
     */
    public SearchResult search(String query, int k) {
        return search(query, k, List.of());
    }

    /**
     * The best of the documents that a query with these scopes may see, as {@link io.remine.state.record.Scopes} says; fewer
     * than {@code k} if it may see fewer.
     *
     * @param scopes empty: all documents
     */
    public SearchResult search(String query, int k, List<String> scopes) {
        try (Lease<View> lease = required()) {
            SearchRequest request = SearchRequest.of(query, k).withScopes(scopes);
            return searches.time(() -> lease.get().search(List.of(request)).get(0));
        }
    }

    /** {@link #search(String, int)} by the generation's first encoder, for comparison. */
    public SearchResult searchControl(String query, int k) {
        return searchControl(query, k, List.of());
    }

    /** {@link #search(String, int, List)} by the generation's first encoder, for comparison. */
    public SearchResult searchControl(String query, int k, List<String> scopes) {
        try (Lease<View> lease = required()) {
            SearchRequest request = SearchRequest.of(query, k).withScopes(scopes);
            return searches.time(
                    () -> lease.get().searchControl(List.of(request)).get(0));
        }
    }

    /** Calls the listener after each new view, which is valid during the call; keep it short, it delays the next. */
    public void addListener(Consumer<View> listener) {
        state.addListener(listener);
    }

    /** Tells the listener what happens from now on. */
    public void addListener(LiveListener listener) {
        state.addListener(listener);
    }

    /** The versions, for a worker to adopt. */
    public ModelLog models() {
        return state.models();
    }

    LiveState state() {
        return state;
    }

    /** The generation that is followed. */
    public Generation generation() {
        return options.generation();
    }

    public Status status() {
        return state.status();
    }

    /** Whether searches are answered, and whether by what is newest. */
    public Health health() {
        return state.status().health();
    }

    /** How many searches there were, and how long they took. */
    public SearchTimes searches() {
        return searches;
    }

    /** Stops following. Views that are leased stay valid until their leases are closed. */
    @Override
    public void close() {
        follower.stop();
        Threads.joinUninterruptibly(thread);
        state.close();
        try {
            caches.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Lease<View> required() {
        return lease().orElseThrow(() -> new IllegalStateException("no index to search yet; wait with awaitIndex"));
    }

    /** A request that wants nothing special waits for nothing. */
    private Lease<View> leaseFor(SearchRequest request) throws InterruptedException {
        return request.atLeast().isEmpty() ? required() : state.lease(request.atLeast(), request.patience());
    }
}
