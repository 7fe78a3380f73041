package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.record.DocumentId;
import io.remine.state.resource.Lease;
import io.remine.state.tensor.PyTorch;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Search by a graph against exact search of the same views. */
class ApproximateSearchTest {

    private static final int DOCUMENTS = 27_000; // with fewer than 24,000 a graph does not pay
    private static final int QUERIES = 60;
    private static final int K = 10;
    private static final double LEAST_RECALL = 0.95;
    private static final List<String> ALL_SCOPES = List.of();

    private static final ClusteredIndex INDEX = new ClusteredIndex(DOCUMENTS, 26_11);
    private static final NDManager MANAGER = PyTorch.newManager();
    private static Lease<IndexView> base;
    private static NDArray queries;

    @BeforeAll
    static void buildGraph() {
        base = INDEX.view(null);
        queries = MANAGER.create(INDEX.vectors(QUERIES));
        assertThat(search(base.get(), ALL_SCOPES, Filter.NONE).exact())
                .as("before there is a graph")
                .isTrue();
        base.get().buildGraph(() -> false);
    }

    @AfterAll
    static void close() {
        base.close();
        MANAGER.close();
    }

    @Test
    void findsNearlyAllOfTheBestWithTheirExactScores() {
        Answer answer = search(base.get(), ALL_SCOPES, Filter.NONE);

        assertThat(answer.exact()).isFalse();
        assertThat(recall(base.get(), ALL_SCOPES, Filter.NONE, answer)).isGreaterThan(LEAST_RECALL);
        Hits all = base.get().search(queries, DOCUMENTS);
        for (int query = 0; query < QUERIES; query++) {
            for (int i = 0; i < K; i++) {
                int row = answer.hits().rows()[query][i];
                int rank = indexOf(all.rows()[query], row);
                assertThat(answer.hits().scores()[query][i]).isCloseTo(all.scores()[query][rank], within(1e-6f));
            }
        }
    }

    @Test
    void obeysScopesAndFilters() {
        Filter english = Filter.anyOf("language", "en");
        Answer answer = search(base.get(), List.of("another"), english);

        assertThat(answer.exact()).isFalse();
        assertThat(recall(base.get(), List.of("another"), english, answer)).isGreaterThan(LEAST_RECALL);
        found(answer).forEach(row -> {
            assertThat(base.get().scope(row)).isEmpty();
            assertThat(base.get().attributes(row)).isEqualTo(ClusteredIndex.language("en"));
        });
    }

    @Test
    void fewRowsAreSearchedExactly() {
        Filter finnish = Filter.anyOf("language", "fi");
        Answer answer = search(base.get(), List.of(ClusteredIndex.SCOPE), finnish);

        assertThat(answer.exact()).isTrue();
        assertThat(recall(base.get(), List.of(ClusteredIndex.SCOPE), finnish, answer))
                .isEqualTo(1);
    }

    @Test
    void manyWantedRowsAreSearchedExactly() {
        Answer answer = base.get().searchApproximately(queries, 1_000, repeat(ALL_SCOPES), repeat(Filter.NONE));

        assertThat(answer.exact()).isTrue();
        assertThat(answer.hits().rows()[0]).hasSize(1_000);
    }

    @Test
    void neverFindsWhatIsDeletedAndAlwaysWhatIsNew() {
        for (int i = 0; i < 500; i++) {
            INDEX.job.delete("d" + i);
            INDEX.job.upsert("new" + i, "", INDEX.vector());
        }
        INDEX.change(1_000, 1_500);
        try (Lease<IndexView> lease = INDEX.view(base.get())) {
            IndexView view = lease.get();
            view.carryGraph(base.get());
            assertThat(view.linkedRows()).isEqualTo(view.rows() - 1_000);
            assertThat(view.needsGraph()).isFalse();

            Answer answer = search(view, ALL_SCOPES, Filter.NONE);
            assertThat(answer.exact()).isFalse();
            assertThat(recall(view, ALL_SCOPES, Filter.NONE, answer)).isGreaterThan(LEAST_RECALL);
            found(answer).forEach(row -> assertThat(INDEX.job.live).containsKey(view.id(row)));

            NDArray changed =
                    MANAGER.create(INDEX.job.live.get(new DocumentId("d1200")).vector());
            int best = view.searchApproximately(
                            changed.reshape(1, ClusteredIndex.DIMENSION), 1, List.of(ALL_SCOPES), List.of(Filter.NONE))
                    .hits()
                    .rows()[0][0];
            assertThat(view.id(best)).isEqualTo(new DocumentId("d1200"));
        }
    }

    @Test
    void searchesGoOnWhileViewsAreSwappedAndClosed() throws Exception {
        AtomicReference<Lease<IndexView>> current = new AtomicReference<>(base.share());
        AtomicBoolean swapping = new AtomicBoolean(true);
        CompletableFuture<Integer> searcher = CompletableFuture.supplyAsync(() -> {
            int searches = 0;
            while (swapping.get() || searches == 0) {
                try (Lease<IndexView> lease = shared(current)) {
                    Answer answer = search(lease.get(), ALL_SCOPES, Filter.NONE);
                    assertThat(answer.exact()).isFalse();
                    assertThat(answer.hits().rows()[0]).hasSize(K);
                    searches++;
                }
            }
            return searches;
        });
        for (int swap = 0; swap < 8; swap++) {
            INDEX.change(2_000 + swap, 2_001 + swap);
            Lease<IndexView> old = current.get();
            Lease<IndexView> next = INDEX.view(old.get());
            next.get().carryGraph(old.get());
            synchronized (current) {
                current.set(next);
            }
            old.close();
        }
        swapping.set(false);
        assertThat(searcher.get()).isPositive();
        current.get().close();
    }

    private static Lease<IndexView> shared(AtomicReference<Lease<IndexView>> current) {
        synchronized (current) {
            return current.get().share();
        }
    }

    private static Answer search(IndexView view, List<String> scopes, Filter filter) {
        return view.searchApproximately(queries, K, repeat(scopes), repeat(filter));
    }

    private static <T> List<T> repeat(T ofEach) {
        return Collections.nCopies(QUERIES, ofEach);
    }

    private static double recall(IndexView view, List<String> scopes, Filter filter, Answer answer) {
        Hits best = view.search(queries, K, repeat(scopes), repeat(filter));
        int found = 0;
        int wanted = 0;
        for (int query = 0; query < QUERIES; query++) {
            for (int row : best.rows()[query]) {
                found += indexOf(answer.hits().rows()[query], row) >= 0 ? 1 : 0;
                wanted++;
            }
        }
        return (double) found / wanted;
    }

    private static IntStream found(Answer answer) {
        return Arrays.stream(answer.hits().rows()).flatMapToInt(Arrays::stream);
    }

    private static int indexOf(int[] rows, int row) {
        return IntStream.range(0, rows.length)
                .filter(i -> rows[i] == row)
                .findFirst()
                .orElse(-1);
    }
}
