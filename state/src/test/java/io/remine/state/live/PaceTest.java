package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.index.IndexView;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaceTest {

    private static final int TRIES = 1_000_000;
    private static final long A_CALL = 1_000; // of the clock, which is asked twice each time

    private final List<Long> rests = new ArrayList<>();
    private long worked;

    @TempDir
    private Path directory;

    @Test
    void whileSomebodySearchesItRestsTwiceAsLongAsItWorked() {
        Pace pace = pace();
        worked = 3_000;
        pace.giveWay(true);
        worked = 4_000;
        pace.giveWay(true);
        pace.giveWay(true);
        assertThat(rests).containsExactly(6_000L, 2_000L);
    }

    @Test
    void whatWasDoneWhileNobodySearchedIsNotRestedForAfterwards() {
        Pace pace = pace();
        worked = 1_000_000;
        pace.giveWay(false);
        worked += 10;
        pace.giveWay(true);
        assertThat(rests).containsExactly(20L);
    }

    @Test
    void aLongPieceOfWorkIsFollowedByNoLongRest() {
        Pace pace = pace();
        worked = 60_000_000_000L;
        pace.giveWay(true);
        assertThat(rests).containsExactly(20_000_000L);
    }

    @Test
    void aViewThatIsSearchedIsReplacedWithRestsAndOneThatIsNotWithout() throws Exception {
        IndexTopic indexes = new IndexTopic(4, 1);
        byte[] segment = indexes.segment("text");
        try (BlobCache cache = BlobCache.open(directory);
                IndexState index = index(cache)) {
            for (KeyedBytes record : Blobs.split(segment)) {
                accept(index, record);
            }
            accept(index, indexes.manifest("index/1", segment));
            long before = worked;
            assertThat(index.refresh()).isTrue();
            assertThat(worked - before)
                    .as("before the blob, and after the view")
                    .isEqualTo(2 * 2 * A_CALL);
            accept(index, indexes.manifest("index/2", segment));
            assertThat(index.refresh()).isTrue();
            assertThat(rests).isEmpty();

            IndexView searched = index.current().orElseThrow().get();
            AtomicBoolean enough = new AtomicBoolean();
            CountDownLatch begun = new CountDownLatch(1);
            Thread searching = new Thread(() -> search(searched, begun, enough));
            searching.start();
            begun.await();
            for (int i = 0; i < TRIES && rests.isEmpty(); i++) {
                index.giveWay();
            }
            enough.set(true);
            searching.join();
            assertThat(rests).isNotEmpty();
        }
    }

    private static void search(IndexView view, CountDownLatch begun, AtomicBoolean enough) {
        try (NDManager manager = PyTorch.newManager()) {
            while (!enough.get()) {
                view.search(manager.create(new float[][] {{1, 0, 0, 0}}), 3);
                begun.countDown();
            }
        }
    }

    private static void accept(IndexState index, KeyedBytes record) throws IOException {
        index.accept(record.key(), RecordValue.of(record.value()));
    }

    private Pace pace() {
        return new Pace(() -> worked, rests::add);
    }

    private IndexState index(BlobCache cache) {
        return IndexTopic.state(cache, new Pace(() -> worked += A_CALL, rests::add));
    }
}
