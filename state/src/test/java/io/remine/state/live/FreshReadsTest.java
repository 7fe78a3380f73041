package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.Filter;
import io.remine.state.index.ManifestId;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.live.LiveState.Topic;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelTopic;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import io.remine.state.release.Release;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches that want a view as new as something, and what is said of the state meanwhile. */
class FreshReadsTest {

    private static final long SEED = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final EncoderSource SOURCE = RandomEncoder.source(RandomEncoder.TINY, SEED);
    private static final Ancestry LIFE = Ancestry.fresh(new TimelineId("life"));

    @TempDir
    private Path directory;

    private final ModelTopic models = new ModelTopic(SOURCE, new Trainable.LastLayers(1), 2, SEED);
    private final IndexTopic indexes = new IndexTopic(RandomEncoder.TINY.hidden(), SEED);
    private LiveCaches caches;
    private LiveState state;

    @BeforeEach
    void open() throws IOException {
        caches = LiveCaches.open(directory);
        state = new LiveState(LiveIndexOptions.of("unused:9092", directory), caches);
    }

    @AfterEach
    void close() throws IOException {
        state.close();
        caches.close();
    }

    @Test
    void aReadWaitsForTheManifestItWants() throws Exception {
        serve();
        var waiting = waiting(AtLeast.index(ManifestId.parse("index/3")));
        read(Topic.INDEX, indexes.index("index/2"));
        assertThat(waiting).isNotDone();

        read(Topic.INDEX, indexes.index("index/4"));
        assertThat(waiting.get()).isEqualTo("index/4");
    }

    @Test
    void aWriterReadsItsWriteAsSoonAsAManifestContainsIt() throws Exception {
        serve();
        var waiting = waiting(AtLeast.input("documents", 1, 41));
        read(Topic.INDEX, indexes.index("index/2", through("documents", 1, 40)));
        read(Topic.INDEX, indexes.index("index/3", through("documents", 0, 99)));
        assertThat(waiting).isNotDone();

        read(Topic.INDEX, indexes.index("index/4", through("documents", 1, 41)));
        assertThat(waiting.get()).isEqualTo("index/4");
    }

    @Test
    void aReadWaitsForTheVersionItWantsOrOneThatDescendsFromIt() throws Exception {
        serve();
        ModelVersion first = ModelVersion.parse("life/1");
        Ancestry later = LIFE.restoredBy(new TimelineId("later"), 1);
        var ofThisLife = waiting(AtLeast.version(first));
        var ofAnother = waiting(AtLeast.version(ModelVersion.parse("life/2")));
        read(Topic.MODELS, models.version(Optional.empty(), LIFE, 1, false));
        read(Topic.MODELS, models.version(Optional.of(first), later, 5, false));

        release(ModelVersion.parse("later/5"));
        assertThat(ofThisLife.get()).isEqualTo("index/1");
        assertThat(ofAnother).as("later branched off before life/2").isNotDone();
        state.close();
        assertThatThrownBy(ofAnother::get)
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void aReadThatWaitedInVainSaysWhatThereIsAndWhy() {
        assertThatThrownBy(() -> state.lease(List.of(), Duration.ZERO))
                .isInstanceOf(BehindException.class)
                .hasMessageContaining("no index to search yet")
                .hasMessageContaining("0 of 0 offsets");
        serve();
        assertBehind(AtLeast.index(ManifestId.parse("index/2")), "index/2", "index/1", "everything published has been");
        assertBehind(AtLeast.index(ManifestId.parse("other/1")), "other/1", "index/1", "of its timeline");
        assertBehind(AtLeast.version(ModelVersion.parse("life/1")), "life/1", "first encoder", "everything published");
        assertBehind(AtLeast.input("documents", 0, 3), "documents", "index/1", "does not contain it");

        read(Topic.INDEX, badIndex("index/2"));
        assertBehind(AtLeast.index(ManifestId.parse("index/2")), "index/2", "index/1", "BAD_INDEX: manifest index/2");
    }

    @Test
    void aBatchIsAnsweredAsItsRequestsAreOneByOne() {
        serve();
        List<SearchRequest> requests = List.of(
                SearchRequest.of("a river's edge", 3),
                SearchRequest.of("a house of money", 12),
                SearchRequest.of("a house of money", 5).withFilter(Filter.anyOf("language", "en")));
        try (Lease<View> lease = state.lease().orElseThrow()) {
            List<SearchResult> together = lease.get().search(requests);

            assertThat(together).extracting(result -> result.hits().size()).containsExactly(3, 12, 0);
            for (int i = 0; i < requests.size(); i++) {
                SearchResult alone =
                        lease.get().search(requests.subList(i, i + 1)).get(0);
                assertThat(together.get(i).hits())
                        .extracting(SearchResult.Hit::id)
                        .isEqualTo(
                                alone.hits().stream().map(SearchResult.Hit::id).toList());
                assertThat(together.get(i).manifest()).isEqualTo(alone.manifest());
            }
            assertThat(lease.get().search(List.of())).isEmpty();
        }
    }

    @Test
    void healthTellsWhetherItAnswersAndWhatIsInTheWay() {
        assertThat(state.status().health().condition()).isEqualTo(Health.Condition.STARTING);
        assertThat(state.status().health().isReady()).isFalse();

        serve();
        assertThat(state.status().health()).isEqualTo(new Health(Health.Condition.SERVING, ""));

        read(Topic.INDEX, badIndex("index/2"));
        assertThat(state.status().health().condition()).isEqualTo(Health.Condition.IMPAIRED);
        assertThat(state.status().health().reason()).contains("BAD_INDEX").contains("index/2");
        assertThat(state.status().health().isReady()).isTrue();

        read(Topic.INDEX, indexes.index("index/3"));
        assertThat(state.status().health()).isEqualTo(new Health(Health.Condition.SERVING, ""));

        state.close();
        assertThat(state.status().health().condition()).isEqualTo(Health.Condition.CLOSED);
    }

    @Test
    void listenersHearOfProgressAndViewsWhateverOneOfThemThrows() {
        List<String> heard = new ArrayList<>();
        state.addListener(new LiveListener() {
            @Override
            public void onView(View view) {
                throw new IllegalStateException("broken on purpose");
            }
        });
        state.addListener(new LiveListener() {
            @Override
            public void onProgress(Progress progress) {
                heard.add(progress.offsets() + " of " + progress.ofOffsets());
            }

            @Override
            public void onView(View view) {
                heard.add(view.manifest().toString());
            }
        });
        state.progressed(3, 12);
        serve();

        assertThat(heard).containsExactly("3 of 12", "index/1");
        assertThat(state.status().problems()).containsEntry(Problem.INTERNAL, 1L);
        assertThat(state.status().progress().fraction()).isEqualTo(0.25);
    }

    @Test
    void metersShowWhatTheStatusSays() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        SearchTimes searches = new SearchTimes();
        new LiveIndexMetrics(state, searches, Tags.of("index", "test")).bindTo(registry);
        assertThat(registry.get("remine.live.ready").gauge().value()).isZero();
        assertThat(registry.get("remine.live.age").gauge().value()).isNaN();

        serve();
        searches.time(() -> read(Topic.INDEX, badIndex("index/2")));
        assertThat(registry.get("remine.live.ready")
                        .tag("index", "test")
                        .gauge()
                        .value())
                .isOne();
        assertThat(registry.get("remine.live.impaired").gauge().value()).isOne();
        assertThat(registry.get("remine.live.documents").gauge().value()).isEqualTo(12);
        assertThat(registry.get("remine.live.manifest").gauge().value()).isOne();
        assertThat(registry.get("remine.live.views").functionCounter().count()).isOne();
        assertThat(registry.get("remine.live.problems")
                        .tag("problem", "BAD_INDEX")
                        .functionCounter()
                        .count())
                .isOne();
        assertThat(registry.get("remine.live.bytes").functionCounter().count())
                .isEqualTo((double) state.status().progress().bytesRead());
        assertThat(registry.get("remine.live.searches").functionTimer().count()).isOne();
        assertThat(registry.get("remine.live.age").gauge().value()).isPositive();
    }

    private CompletableFuture<String> waiting(AtLeast wanted) {
        return CompletableFuture.supplyAsync(() -> {
            try (Lease<View> lease = state.lease(List.of(wanted), PATIENCE)) {
                return lease.get().manifest().toString();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void assertBehind(AtLeast wanted, String... parts) {
        assertThatThrownBy(() -> state.lease(List.of(wanted), Duration.ofMillis(10)))
                .isInstanceOf(BehindException.class)
                .hasMessageContainingAll(parts);
    }

    private void serve() {
        state.caughtUp();
        read(Topic.MODELS, models.generation());
        read(Topic.INDEX, indexes.index("index/1"));
    }

    /** A manifest that says another dimension than its segment. */
    private List<KeyedBytes> badIndex(String id) {
        byte[] segment = new IndexTopic(RandomEncoder.TINY.hidden() + 1, SEED).segment(id);
        List<KeyedBytes> records = new ArrayList<>(Blobs.split(segment));
        records.add(indexes.manifest(id, segment));
        return records;
    }

    private void release(ModelVersion version) {
        Release release = new Release(Optional.of(version), Generation.FIRST, "test", 0);
        read(
                Topic.RELEASES,
                List.of(new KeyedBytes(Release.LIVE_KEY.getBytes(StandardCharsets.UTF_8), release.toJson())));
    }

    private LiveState read(Topic topic, List<KeyedBytes> records) {
        records.forEach(record -> state.accept(topic, record.key(), RecordValue.of(record.value())));
        state.refresh();
        return state;
    }

    private static InputOffsets through(String topic, int partition, long offset) {
        return InputOffsets.NONE.through(new InputPosition(topic, partition, offset));
    }
}
