package io.remine.streams.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.state.index.Filter;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.record.Attributes;
import io.remine.streams.lexical.SmallIndex.Doc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WordIndexTest {

    private static final Doc EDGE = Doc.of("d-0", "the edge of a river");
    private static final Doc MONEY = Doc.of("d-1", "a house of money");
    private static final Doc SHOP =
            new Doc("d-2", "River: a shop for boats", Optional.of("shop"), Attributes.of("language", "en"));
    private static final Doc FLUSS =
            new Doc("d-3", "der Fluss, englisch river", Optional.empty(), Attributes.of("language", "de"));

    @Test
    void scoresAreThoseOfBm25OverAllBuckets() throws Exception {
        Map<String, Float> inTwo = search(List.of(List.of(EDGE, MONEY), List.of(SHOP, FLUSS)), "a RIVER?");
        Map<String, Float> inOne = search(List.of(List.of(EDGE, MONEY, SHOP, FLUSS)), "a RIVER?");

        double averageLength = (5 + 4 + 5 + 4) / 4.0;
        double river = Math.log(1 + (4 - 3 + 0.5) / (3 + 0.5));
        double a = Math.log(1 + (4 - 3 + 0.5) / (3 + 0.5));
        assertThat(inTwo).containsOnlyKeys("d-0", "d-1", "d-2", "d-3").isEqualTo(inOne);
        assertThat((double) inTwo.get("d-0")).isCloseTo((a + river) * saturation(5 / averageLength), within(1e-6));
        assertThat((double) inTwo.get("d-3")).isCloseTo(river * saturation(4 / averageLength), within(1e-6));
    }

    @Test
    void onlyWhatAQueryMaySeeAndWhatPassesTheFilterIsFound() throws Exception {
        List<List<Doc>> buckets = List.of(List.of(EDGE, MONEY), List.of(SHOP, FLUSS));

        assertThat(search(buckets, "river", List.of("shop"), Filter.NONE)).containsOnlyKeys("d-0", "d-2", "d-3");
        assertThat(search(buckets, "river", List.of("other"), Filter.NONE)).containsOnlyKeys("d-0", "d-3");
        assertThat(search(buckets, "river", List.of(), Filter.anyOf("language", "en", "de")))
                .containsOnlyKeys("d-2", "d-3");
        assertThat(search(buckets, "river", List.of("other"), Filter.anyOf("language", "en", "de")))
                .containsOnlyKeys("d-3");
        assertThat(search(buckets, "river", List.of(), Filter.anyOf("language", "e")))
                .isEmpty();
    }

    @Test
    void aQueryIsWordsAndNoSyntax() throws Exception {
        List<List<Doc>> buckets = List.of(List.of(EDGE, MONEY));

        assertThat(search(buckets, "money AND -river* OR \"edge")).containsOnlyKeys("d-0", "d-1");
        assertThat(search(buckets, "!?")).isEmpty();
        assertThat(search(buckets, "word ".repeat(200))).isEmpty();
    }

    @Test
    void blocksOfUnchangedBucketsAreSharedAndOutliveTheIndexTheyCameFrom() throws Exception {
        try (IndexView before = SmallIndex.of("t/1", List.of(List.of(EDGE, MONEY), List.of(SHOP)))
                        .view();
                IndexView after = SmallIndex.of("t/2", List.of(List.of(EDGE, MONEY), List.of(SHOP, FLUSS)))
                        .view()) {
            WordIndex first = WordIndex.build(null, before);
            try (WordIndex second = WordIndex.build(first, after)) {
                assertThat(second.block(0)).isSameAs(first.block(0));
                assertThat(second.block(1)).isNotSameAs(first.block(1));
                first.close();

                assertThat(named(second.search("river money", 10, List.of(), Filter.NONE), after))
                        .containsOnlyKeys("d-0", "d-1", "d-2", "d-3");
            }
        }
    }

    @Test
    void anIndexWithoutDocumentsFindsNothing() throws Exception {
        assertThat(search(List.of(), "river")).isEmpty();
    }

    /** Of a word that is there once, with k1 = 1.2 and b = 0.75. */
    private static double saturation(double relativeLength) {
        return 1 / (1 + 1.2 * (1 - 0.75 + 0.75 * relativeLength));
    }

    private static Map<String, Float> search(List<List<Doc>> buckets, String query) throws Exception {
        return search(buckets, query, List.of(), Filter.NONE);
    }

    private static Map<String, Float> search(List<List<Doc>> buckets, String query, List<String> scopes, Filter filter)
            throws Exception {
        try (IndexView view = SmallIndex.of("t/1", buckets).view();
                WordIndex words = WordIndex.build(null, view)) {
            return named(words.search(query, 10, scopes, filter), view);
        }
    }

    private static Map<String, Float> named(Hits hits, IndexView view) {
        Map<String, Float> named = new LinkedHashMap<>();
        List<Float> scores = new ArrayList<>();
        for (int i = 0; i < hits.rows()[0].length; i++) {
            scores.add(hits.scores()[0][i]);
            named.put(view.id(hits.rows()[0][i]).value(), hits.scores()[0][i]);
        }
        assertThat(scores).isSortedAccordingTo((one, other) -> Float.compare(other, one));
        return named;
    }
}
