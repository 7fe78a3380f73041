package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.blob.BlobSource;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IndexViewConcurrencyTest {

    private static final int DOCUMENTS = 200;
    private static final int BUCKETS = 8;
    private static final int MAX_EXACT_HALF = 2048;
    private static final int SWAPS = 100;
    private static final int SEARCHERS = 3;

    private final AtomicReference<IndexView> current = new AtomicReference<>();
    private final AtomicBoolean swapping = new AtomicBoolean(true);
    private final AtomicLong searches = new AtomicLong();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void searchesSeeOneWholeViewWhileViewsAreSwappedAndClosed() throws Exception {
        int arraysBefore = arrays();
        FakeIndexJob job = new FakeIndexJob(BUCKETS, 2);
        for (int i = 0; i < DOCUMENTS; i++) {
            job.upsert("fixed-" + i, "fixed", -1, 0);
        }
        current.set(next(job, 0, null));
        ExecutorService pool = Executors.newFixedThreadPool(SEARCHERS);
        try {
            List<Future<?>> searchers = new ArrayList<>();
            for (int i = 0; i < SEARCHERS; i++) {
                searchers.add(pool.submit(this::searchUntilTheLastSwap));
            }
            for (int number = 1; number <= SWAPS || searches.get() < SWAPS; number++) {
                IndexView old = current.get();
                current.set(next(job, number % MAX_EXACT_HALF, old));
                old.close();
            }
            swapping.set(false);
            for (Future<?> searcher : searchers) {
                searcher.get();
            }
        } finally {
            swapping.set(false);
            pool.shutdown();
            current.get().close();
        }
        assertThat(arrays()).isEqualTo(arraysBefore);
    }

    @Test
    void aViewIsBuiltByOneThreadWhileTheOneBeforeItMayBeSearched() throws Exception {
        FakeIndexJob job = new FakeIndexJob(BUCKETS, 2);
        upsertAll(job, "first");
        try (IndexView first = IndexView.build(null, job.checkpoint(), job)) {
            upsertAll(job, "second");
            Set<Thread> readers = ConcurrentHashMap.newKeySet();
            BlobSource noted = blob -> {
                readers.add(Thread.currentThread());
                LockSupport.parkNanos(20_000_000); // time for a helper to begin
                return job.read(blob);
            };
            IndexView.build(first, job.checkpoint(), noted).close();
            assertThat(readers).containsExactly(Thread.currentThread());
        }
    }

    private static void upsertAll(FakeIndexJob job, String text) {
        for (int i = 0; i < DOCUMENTS; i++) {
            job.upsert("document-" + i, text, 1, 0);
        }
    }

    /** In view number n the documents that change lie at n, and say so. */
    private static IndexView next(FakeIndexJob job, int number, IndexView previous) throws Exception {
        for (int bucket = 0; number % 50 == 0 && bucket < BUCKETS; bucket++) {
            job.rewrite(bucket);
        }
        for (int i = 0; i < 5; i++) {
            job.upsert("changing-" + i, String.valueOf(number), number, 0);
        }
        return IndexView.build(previous, job.checkpoint(), job);
    }

    /** How many arrays the whole process holds. */
    private static int arrays() {
        try (NDManager manager = PyTorch.newManager()) {
            return manager.getParentManager().getManagedArrays().size();
        }
    }

    private void searchUntilTheLastSwap() {
        try (NDManager manager = PyTorch.newManager();
                NDArray query = manager.create(new float[][] {{1, 0}})) {
            while (swapping.get()) {
                IndexView view = current.get();
                Hits hits;
                try {
                    hits = view.search(query, DOCUMENTS + 5);
                } catch (IllegalStateException closedMeanwhile) {
                    assertThat(current.get()).isNotSameAs(view);
                    continue;
                }
                assertThat(hits.scores()[0]).hasSize(DOCUMENTS + 5);
                float number = hits.scores()[0][0];
                for (int rank = 0; rank < DOCUMENTS + 5; rank++) {
                    boolean changing = rank < 5;
                    assertThat(hits.scores()[0][rank]).isEqualTo(changing ? number : -1);
                    assertThat(view.text(hits.rows()[0][rank]))
                            .isEqualTo(changing ? String.valueOf((int) number) : "fixed");
                }
                searches.incrementAndGet();
            }
        }
    }
}
