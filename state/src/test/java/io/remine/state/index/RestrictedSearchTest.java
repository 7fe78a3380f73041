package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.index.Segment.Row;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Scopes;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestrictedSearchTest {

    private static final int DIMENSION = 4;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = PyTorch.newManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void findsTheBestOfTheRowsThatEachQueryMaySeeWhateverTheScopes() throws IOException {
        long seed = System.nanoTime();
        System.out.println("RestrictedSearchTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            FakeIndexJob job = new FakeIndexJob(1 + random.nextInt(4), DIMENSION);
            int scopes = 1 + random.nextInt(12);
            int tags = 1 + random.nextInt(12);
            int unscopedInTen = random.nextInt(11);
            for (int i = random.nextInt(400); i >= 0; i--) {
                Optional<String> scope = random.nextInt(10) < unscopedInTen
                        ? Optional.empty()
                        : Optional.of("scope " + random.nextInt(scopes));
                job.upsert("document " + i, "text", scope, randomAttributes(random, tags), wholeNumbers(random));
            }
            int queries = 1 + random.nextInt(6);
            List<List<String>> ofQueries = IntStream.range(0, queries)
                    .mapToObj(query -> randomScopes(random, scopes))
                    .toList();
            List<Filter> filters = IntStream.range(0, queries)
                    .mapToObj(query -> randomFilter(random, tags))
                    .toList();
            try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
                assertFindsTheBest(view, job, ofQueries, filters, random);
            }
        }
    }

    @Test
    void longRunsAreSearchedWhereTheyLieAndShortOnesTogether() throws IOException {
        FakeIndexJob job = new FakeIndexJob(2, DIMENSION);
        Random random = new Random(3);
        for (int i = 0; i < 900; i++) {
            job.upsert("long " + i, "text", Optional.of("scope " + i % 3), wholeNumbers(random));
        }
        for (int i = 0; i < 40; i++) {
            job.upsert("short " + i, "text", Optional.of("tiny " + i), wholeNumbers(random));
        }
        List<String> everySecond =
                IntStream.range(0, 20).mapToObj(i -> "tiny " + 2 * i).toList();
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            for (List<String> scopes : List.of(List.of("scope 0", "scope 2"), everySecond)) {
                assertFindsTheBest(
                        view,
                        job,
                        List.of(scopes, scopes, List.of("scope 1"), List.of()),
                        Collections.nCopies(4, Filter.NONE),
                        random);
            }
        }
    }

    @Test
    void thereAreAsManyHitsAsPassHoweverFewOrManyTheyAre() throws IOException {
        FakeIndexJob job = new FakeIndexJob(2, DIMENSION);
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            Attributes attributes = new Attributes(Map.of(
                    "one", List.of(i % 700 == 0 ? "yes" : "no"),
                    "half", List.of(i % 2 == 0 ? "yes" : "no")));
            job.upsert("document " + i, "text", Optional.empty(), attributes, wholeNumbers(random));
        }
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            List<Filter> filters = List.of(
                    Filter.anyOf("one", "yes"),
                    Filter.anyOf("one", "no"),
                    Filter.anyOf("half", "yes"),
                    Filter.anyOf("half", "yes", "no"),
                    Filter.anyOf("one", "yes").and("half", "no"));
            assertFindsTheBest(view, job, Collections.nCopies(5, List.of()), filters, random);
            Hits hits = view.search(
                    manager.ones(new Shape(5, DIMENSION)), 1_500, Collections.nCopies(5, List.of()), filters);
            assertThat(Arrays.stream(hits.rows()).mapToInt(rows -> rows.length).toArray())
                    .containsExactly(3, 1_500, 1_000, 1_500, 0);
        }
    }

    @Test
    void aQueryMaySeeItsOwnScopesAndWhatHasNone() throws IOException {
        FakeIndexJob job = new FakeIndexJob(2, DIMENSION);
        job.upsert("everyone's", "text", 1, 0, 0, 0);
        job.upsert("a's", "text", Optional.of("a"), 2, 0, 0, 0);
        job.upsert("b's", "text", Optional.of("b"), 3, 0, 0, 0);
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            Hits hits = view.search(
                    manager.ones(new Shape(4, DIMENSION)),
                    2,
                    List.of(List.of("a"), List.of(), List.of("a", "b"), List.of("unknown")));
            assertThat(ids(view, hits, 0)).containsExactly("a's", "everyone's");
            assertThat(ids(view, hits, 1)).containsExactly("b's", "a's");
            assertThat(ids(view, hits, 2)).containsExactly("b's", "a's");
            assertThat(ids(view, hits, 3)).containsExactly("everyone's");
            long row = view.rowOf(new DocumentId("a's")).orElseThrow();
            assertThat(view.scope(row)).hasValue("a");
            assertThat(view.accessible(row, List.of())).isTrue();
            assertThat(view.accessible(row, List.of("b", "a"))).isTrue();
            assertThat(view.accessible(row, List.of("b"))).isFalse();
        }
    }

    @Test
    void aScopeThatChangesCountsFromTheNextView() throws IOException {
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        job.upsert("document", "text", Optional.of("a"), 1, 0, 0, 0);
        job.upsert("other", "text", Optional.of("c"), 1, 0, 0, 0);
        IndexView before = IndexView.build(null, job.checkpoint(), job);
        job.upsert("document", "text", Optional.of("b"), 1, 0, 0, 0);
        try (IndexView after = IndexView.build(before, job.checkpoint(), job)) {
            NDArray query = manager.ones(new Shape(1, DIMENSION));
            assertThat(ids(before, before.search(query, 5, List.of(List.of("a"))), 0))
                    .containsExactly("document");
            assertThat(ids(after, after.search(query, 5, List.of(List.of("a"))), 0))
                    .isEmpty();
            assertThat(ids(after, after.search(query, 5, List.of(List.of("b"))), 0))
                    .containsExactly("document");
            before.close();
        }
    }

    @Test
    void leavesNothingBehind() throws IOException {
        FakeIndexJob job = new FakeIndexJob(3, DIMENSION);
        for (int i = 0; i < 300; i++) {
            Attributes attributes = Attributes.of(i % 10 == 0 ? "few" : "many", "yes");
            job.upsert("document " + i, "text", Optional.of("scope " + i % 5), attributes, 1, i % 7, 0, 0);
        }
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            NDArray queries = manager.ones(new Shape(3, DIMENSION));
            List<List<String>> scopes = List.of(List.of("scope 1", "scope 3"), List.of(), List.of("scope 2"));
            List<Filter> filters = List.of(Filter.NONE, Filter.anyOf("few", "yes"), Filter.anyOf("many", "yes"));
            view.search(queries, 5, scopes, filters);
            int engineWide = engineWide();
            int before = manager.getManagedArrays().size();
            for (int i = 0; i < 5; i++) {
                view.search(queries, 5, scopes, filters);
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
            assertThat(engineWide()).isEqualTo(engineWide);
        }
    }

    @Test
    void scopesOfAnotherNumberOfQueriesAreRefused() throws IOException {
        FakeIndexJob job = new FakeIndexJob(1, DIMENSION);
        job.upsert("document", "text", 1, 0, 0, 0);
        try (IndexView view = IndexView.build(null, job.checkpoint(), job)) {
            assertThatThrownBy(() -> view.search(manager.ones(new Shape(2, DIMENSION)), 1, List.of(List.of())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("scopes of 1 queries for 2");
            assertThatThrownBy(
                            () -> view.search(manager.ones(new Shape(1, DIMENSION)), 1, List.of(List.of()), List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("filters of 0 queries for 1");
        }
    }

    /** Small whole numbers make every product exact, and ties frequent. */
    private void assertFindsTheBest(
            IndexView view, FakeIndexJob job, List<List<String>> ofQueries, List<Filter> filters, Random random) {
        float[][] vectors =
                ofQueries.stream().map(scopes -> wholeNumbers(random)).toArray(float[][]::new);
        int k = 1 + random.nextInt(80);
        Hits hits = view.search(manager.create(vectors), k, ofQueries, filters);
        for (int query = 0; query < vectors.length; query++) {
            float[] vector = vectors[query];
            List<String> scopes = ofQueries.get(query);
            Filter filter = filters.get(query);
            List<Float> best = new ArrayList<>();
            job.live.values().stream()
                    .filter(row -> Scopes.allow(scopes, row.scope()) && filter.allows(row.attributes()))
                    .forEach(row -> best.add(product(vector, row.vector())));
            best.sort(Comparator.reverseOrder());
            int count = Math.min(k, best.size());
            assertThat(hits.rows()[query])
                    .as("rows for %s and %s", scopes, filter)
                    .hasSize(count)
                    .doesNotHaveDuplicates();
            for (int rank = 0; rank < count; rank++) {
                int row = hits.rows()[query][rank];
                Row found = job.live.get(view.id(row));
                assertThat(view.scope(row)).isEqualTo(found.scope());
                assertThat(view.attributes(row)).isEqualTo(found.attributes());
                assertThat(Scopes.allow(scopes, found.scope())).isTrue();
                assertThat(filter.allows(found.attributes())).isTrue();
                assertThat(hits.scores()[query][rank]).isEqualTo(best.get(rank));
                assertThat(product(vector, found.vector())).isEqualTo(best.get(rank));
                if (rank > 0 && best.get(rank).equals(best.get(rank - 1))) {
                    assertThat(row).isGreaterThan(hits.rows()[query][rank - 1]);
                }
            }
        }
    }

    /** None, or one language and some tags. */
    private static Attributes randomAttributes(Random random, int tags) {
        List<String> some = random.ints(random.nextInt(3), 0, tags)
                .mapToObj(tag -> "tag " + tag)
                .toList();
        String language = random.nextInt(10) == 0 ? "rare" : "common";
        return switch (random.nextInt(3)) {
            case 0 -> Attributes.NONE;
            case 1 -> Attributes.of("language", language);
            default ->
                some.isEmpty() ? Attributes.NONE : new Attributes(Map.of("language", List.of(language), "tag", some));
        };
    }

    /** Of none, one or two names, with values that no document has. */
    private static Filter randomFilter(Random random, int tags) {
        Filter languages = Filter.anyOf("language", random.nextBoolean() ? "common" : "rare", "none");
        return switch (random.nextInt(4)) {
            case 0 -> Filter.NONE;
            case 1 -> languages;
            case 2 -> languages.and("tag", "tag " + random.nextInt(tags), "tag " + random.nextInt(tags + 1) + "!");
            default -> random.nextInt(5) == 0 ? Filter.anyOf("unknown", "value") : Filter.anyOf("tag", "tag 0");
        };
    }

    /** None, few or many, with repeats and with names that no document has. */
    private static List<String> randomScopes(Random random, int scopes) {
        int count = random.nextInt(3) * random.nextInt(scopes + 1);
        return random.ints(count, 0, scopes + 2).mapToObj(i -> "scope " + i).toList();
    }

    private static List<String> ids(IndexView view, Hits hits, int query) {
        return Arrays.stream(hits.rows()[query])
                .mapToObj(row -> view.id(row).value())
                .toList();
    }

    /** How many arrays the whole process holds. */
    private int engineWide() {
        return manager.getParentManager().getManagedArrays().size();
    }

    private static float product(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static float[] wholeNumbers(Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextInt(7) - 3;
        }
        return vector;
    }
}
