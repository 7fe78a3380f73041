package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.live.LiveState.Topic;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph of a live index that is to have one. */
class BackgroundGraphTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int DOCUMENTS = 12;

    @TempDir
    private Path directory;

    private final IndexTopic topic = new IndexTopic(4, 4);

    @Test
    void isBuiltForAViewThatIsLargeEnoughAndEndsWithTheLiveIndex() throws Exception {
        assertThat(linkedRows(DOCUMENTS - 1, DOCUMENTS)).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("index-graph");
    }

    @Test
    void isNotBuiltUnlessAskedFor() throws Exception {
        assertThat(linkedRows(0, 0)).isTrue();
    }

    /** Whether a live index comes to have so many rows in the graph. */
    private boolean linkedRows(int approximateAbove, int wanted) throws IOException, InterruptedException {
        LiveIndexOptions options =
                LiveIndexOptions.of("unused:9092", directory).withoutEncoders().withApproximateAbove(approximateAbove);
        try (LiveCaches caches = LiveCaches.open(directory);
                LiveState state = new LiveState(options, caches)) {
            state.caughtUp();
            for (KeyedBytes each : topic.index("index/1")) {
                assertThat(state.accept(Topic.INDEX, each.key(), RecordValue.of(each.value())))
                        .isTrue();
            }
            state.refresh();
            return state.await(() -> linkedRows(state) == wanted, PATIENCE);
        }
    }

    private static int linkedRows(LiveState state) {
        try (Lease<View> view = state.lease().orElseThrow()) {
            return view.get().index().linkedRows();
        }
    }
}
