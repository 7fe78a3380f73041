package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.ManifestId;
import io.remine.state.invariant.NoMixedView;
import io.remine.state.live.LiveState.Topic;
import io.remine.state.live.SearchResult.Hit;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveStateTest {

    private static final long SEED = 5;
    private static final EncoderSource SOURCE = RandomEncoder.source(RandomEncoder.TINY, SEED);
    private static final int HIDDEN = RandomEncoder.TINY.hidden();
    private static final Ancestry LIFE = Ancestry.fresh(new TimelineId("life"));
    private static final ModelVersion V1 = ModelVersion.parse("life/1");
    private static final ModelVersion V2 = ModelVersion.parse("life/2");

    @TempDir
    private Path directory;

    private final ModelTopic models = new ModelTopic(SOURCE, new Trainable.LastLayers(1), 2, SEED);
    private final IndexTopic indexes = new IndexTopic(HIDDEN, SEED);
    private LiveCaches caches;
    private LiveState state;

    @BeforeEach
    void open() throws IOException {
        caches = LiveCaches.open(directory);
        state = newState(true);
    }

    @AfterEach
    void close() throws IOException {
        state.close();
        caches.close();
    }

    @Test
    void servesTheFirstEncoderUntilSomethingIsReleased() {
        serve("index/1");

        try (Lease<View> lease = state.lease().orElseThrow()) {
            assertThat(lease.get().version()).isEmpty();
            assertThat(lease.get().live()).isSameAs(lease.get().control());
            assertThat(lease.get().manifest()).isEqualTo(ManifestId.parse("index/1"));
        }
    }

    @Test
    void servesNothingBeforeItHasCaughtUp() {
        read(Topic.MODELS, models.generation());
        read(Topic.INDEX, indexes.index("index/1"));
        state.refresh();
        assertThat(state.lease()).isEmpty();

        state.caughtUp();
        state.refresh();
        assertShown("index/1", Optional.empty());
    }

    @Test
    void aManifestThatComesFirstWaitsForItsChunksInWhateverOrder() {
        serve("index/1");
        byte[] segment = indexes.segment("index/2" + "x".repeat(99_000));
        read(Topic.INDEX, List.of(indexes.manifest("index/2", segment)));
        List<KeyedBytes> chunks = new ArrayList<>(Blobs.split(segment));
        assertThat(chunks).hasSizeGreaterThan(1);
        chunks.addAll(Blobs.split(segment));
        Collections.shuffle(chunks, new Random(SEED));
        KeyedBytes last = chunks.get(0);
        chunks.removeIf(last::equals);

        read(Topic.INDEX, chunks);
        assertShown("index/1", Optional.empty());

        read(Topic.INDEX, List.of(last));
        assertShown("index/2", Optional.empty());
    }

    @Test
    void keepsLastGoodViewWhenSegmentIsCorrupt() {
        serve("index/1");
        byte[] noSegment = "not a segment".getBytes(StandardCharsets.UTF_8);
        read(Topic.INDEX, Blobs.split(noSegment));
        read(Topic.INDEX, List.of(indexes.manifest("index/2", noSegment)));

        assertShown("index/1", Optional.empty());
        assertThat(state.status().problems()).containsEntry(Problem.BAD_INDEX, 1L);
        assertThat(state.status().lastProblem().orElseThrow()).contains("index/2");

        read(Topic.INDEX, indexes.index("index/3"));
        assertShown("index/3", Optional.empty());
    }

    @Test
    void keepsLastGoodViewWhenAChunkIsDamaged() {
        serve("index/1");
        List<KeyedBytes> records = new ArrayList<>(indexes.index("index/2"));
        byte[] damaged = records.get(0).value().clone();
        damaged[damaged.length / 2] ^= 4;
        KeyedBytes good = records.set(0, new KeyedBytes(records.get(0).key(), damaged));

        read(Topic.INDEX, records);
        assertShown("index/1", Optional.empty());
        assertThat(state.status().problems()).containsEntry(Problem.MALFORMED_RECORD, 1L);

        read(Topic.INDEX, List.of(good));
        assertShown("index/2", Optional.empty());
    }

    @Test
    void refusesAManifestOlderThanTheOneBefore() {
        serve("index/5");
        read(Topic.INDEX, indexes.index("index/4"));

        assertShown("index/5", Optional.empty());
        assertThat(state.status().problems()).containsEntry(Problem.STALE_MANIFEST, 1L);

        read(Topic.INDEX, indexes.index("later-life/2"));
        assertShown("later-life/2", Optional.empty());
    }

    @Test
    void anIndexOfAnotherDimensionIsNotShown() {
        serve("index/1");
        read(Topic.INDEX, new IndexTopic(HIDDEN + 1, SEED).index("index/2"));

        assertShown("index/1", Optional.empty());
        assertThat(state.status().problems()).containsEntry(Problem.BAD_INDEX, 1L);
    }

    @Test
    void aReleaseThatComesFirstWaitsForItsVersion() {
        serve("index/1");
        List<KeyedBytes> version = models.version(Optional.empty(), LIFE, 1, false);
        release(Release.LIVE_KEY, V1);
        assertShown("index/1", Optional.empty());
        assertThat(state.status().released()).contains(V1);

        read(Topic.MODELS, version.subList(1, version.size()));
        assertShown("index/1", Optional.empty());

        read(Topic.MODELS, version.subList(0, 1));
        assertShown("index/1", Optional.of(V1));
        try (Lease<View> lease = state.lease().orElseThrow()) {
            assertThat(parameters(lease.get())).containsExactly(models.parameters(V1));
        }
    }

    @Test
    void aPinWinsUntilItsTombstone() {
        serve("index/1");
        read(Topic.MODELS, models.version(Optional.empty(), LIFE, 1, false));
        read(Topic.MODELS, models.version(Optional.of(V1), LIFE, 2, false));
        release(Release.PIN_KEY, V1);
        release(Release.LIVE_KEY, V2);
        assertShown("index/1", Optional.of(V1));

        read(Topic.RELEASES, List.of(KeyedBytes.tombstone(Release.PIN_KEY.getBytes(StandardCharsets.UTF_8))));
        assertShown("index/1", Optional.of(V2));
    }

    @Test
    void onlyAPinGoesBackToAnOlderVersion() {
        serve("index/1");
        read(Topic.MODELS, models.version(Optional.empty(), LIFE, 1, false));
        read(Topic.MODELS, models.version(Optional.of(V1), LIFE, 2, false));
        release(Release.LIVE_KEY, V2);
        release(Release.LIVE_KEY, V1);
        assertShown("index/1", Optional.of(V2));
        assertThat(state.status().problems()).containsEntry(Problem.STALE_RELEASE, 1L);

        release(Release.PIN_KEY, V1);
        assertShown("index/1", Optional.of(V1));
        assertThat(state.status().problems()).containsOnlyKeys(Problem.STALE_RELEASE);
    }

    @Test
    void theFirstEncoderServesAgainWhenNothingIsReleasedAnyMore() {
        serve("index/1");
        read(Topic.MODELS, models.version(Optional.empty(), LIFE, 1, false));
        release(Release.PIN_KEY, V1);
        assertShown("index/1", Optional.of(V1));

        read(Topic.RELEASES, List.of(KeyedBytes.tombstone(Release.PIN_KEY.getBytes(StandardCharsets.UTF_8))));
        assertShown("index/1", Optional.empty());
    }

    @Test
    void keepsTheEncoderWhenAVersionDoesNotHaveItsHash() {
        serve("index/1");
        read(Topic.MODELS, models.version(Optional.empty(), LIFE, 1, false));
        release(Release.LIVE_KEY, V1);
        ModelTopic other = new ModelTopic(SOURCE, new Trainable.LastLayers(1), 2, SEED + 1);
        other.version(Optional.empty(), LIFE, 1, false);
        read(Topic.MODELS, other.version(Optional.of(V1), LIFE, 2, false));
        release(Release.LIVE_KEY, V2);

        assertShown("index/1", Optional.of(V1));
        assertThat(state.status().problems()).containsEntry(Problem.BAD_RELEASE, 1L);
        assertThat(state.status().lastProblem().orElseThrow()).contains("SHA-256");
    }

    @Test
    void aViewStaysWholeWhileItIsLeased() {
        serve("index/1");
        Lease<View> old = state.lease().orElseThrow();
        read(Topic.MODELS, models.version(Optional.empty(), LIFE, 1, false));
        release(Release.LIVE_KEY, V1);
        read(Topic.INDEX, indexes.index("index/2"));

        assertShown("index/2", Optional.of(V1));
        assertThat(ViewSearches.hits(old.get())).extracting(Hit::text).containsOnly("index/1");
        old.close();
    }

    @Test
    void aBadRecordOfAnyTopicIsCountedAndSkipped() {
        serve("index/1");
        for (Topic topic : Topic.values()) {
            state.accept(topic, null, RecordValue.of(new byte[1]));
            state.accept(topic, "colour".getBytes(StandardCharsets.UTF_8), RecordValue.of(new byte[] {1}));
            state.accept(topic, "live".getBytes(StandardCharsets.UTF_8), RecordValue.of(new byte[] {'{'}));
            state.accept(topic, "manifest/0".getBytes(StandardCharsets.UTF_8), RecordValue.of(new byte[] {'['}));
        }
        state.refresh();

        assertShown("index/1", Optional.empty());
        assertThat(state.status().problems()).containsEntry(Problem.MALFORMED_RECORD, 12L);
    }

    @Test
    void aWorkersStateNeedsNoEncoder() {
        state.close();
        state = newState(false);
        state.caughtUp();
        read(Topic.INDEX, indexes.index("index/1"));

        try (Lease<View> lease = state.lease().orElseThrow()) {
            assertThat(lease.get().encoders()).isEmpty();
            assertThat(lease.get().index().rows()).isEqualTo(12);
        }
    }

    @Test
    void noSearchSeesAMixture() throws Exception {
        serve("index/1");
        NoMixedView noMixedView = new NoMixedView();
        Map<Optional<ModelVersion>, float[]> vectors = new ConcurrentHashMap<>();
        state.addListener(view -> vectors.putIfAbsent(view.version(), ViewSearches.encode(view)));
        try (Lease<View> lease = state.lease().orElseThrow()) {
            vectors.put(Optional.empty(), ViewSearches.encode(lease.get()));
        }
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService searchers = Executors.newFixedThreadPool(3);
        List<Future<Long>> searches = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            searches.add(searchers.submit(() -> new ViewSearches(state, noMixedView, vectors).searchUntil(done)));
        }
        Optional<ModelVersion> parent = Optional.empty();
        for (int checkpoint = 1; checkpoint <= 12; checkpoint++) {
            read(Topic.MODELS, models.version(parent, LIFE, checkpoint, checkpoint % 4 == 0));
            parent = Optional.of(new ModelVersion(LIFE.own(), checkpoint));
            release(Release.LIVE_KEY, parent.get());
            read(Topic.INDEX, indexes.index("index/" + (checkpoint + 1)));
        }
        done.set(true);
        searchers.shutdown();

        assertShown("index/13", parent);
        for (Future<Long> search : searches) {
            assertThat(search.get()).isPositive();
        }
        assertThat(noMixedView.finding().holds())
                .as(noMixedView.finding().seen())
                .isTrue();
    }

    private LiveState newState(boolean serveEncoders) {
        LiveIndexOptions options = LiveIndexOptions.of("unused:9092", directory);
        return new LiveState(serveEncoders ? options : options.withoutEncoders(), caches);
    }

    /** Generation and index, caught up. */
    private void serve(String manifest) {
        state.caughtUp();
        read(Topic.MODELS, models.generation());
        read(Topic.INDEX, indexes.index(manifest));
    }

    private void release(String key, ModelVersion version) {
        Release release = new Release(Optional.of(version), Generation.FIRST, "test", 0);
        read(Topic.RELEASES, List.of(new KeyedBytes(key.getBytes(StandardCharsets.UTF_8), release.toJson())));
    }

    private void read(Topic topic, List<KeyedBytes> records) {
        records.forEach(record -> state.accept(topic, record.key(), RecordValue.of(record.value())));
        state.refresh();
    }

    private void assertShown(String manifest, Optional<ModelVersion> version) {
        Status status = state.status();
        assertThat(status.manifest()).contains(ManifestId.parse(manifest));
        assertThat(status.version()).isEqualTo(version);
    }

    private static float[] parameters(View view) {
        float[] flat = new float[view.live().trainable().size()];
        view.live().readParameters(flat);
        return flat;
    }
}
