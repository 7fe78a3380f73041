package io.remine.streams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.streams.beir.JudgedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AheadTest {

    private final List<List<String>> asked = new ArrayList<>();

    @Test
    void everyQueryButTheFirstTwentiethIsAskedOnceAndNoneThatHasBeenLearnt() {
        Ahead ahead = new Ahead(queries(45));
        for (int learnt = 1; learnt <= 45; learnt++) {
            int before = learnt;
            ahead.learnt(learnt, next -> {
                assertThat(number(next.get(0).id())).isEqualTo(before);
                return ask(next);
            });
        }
        assertThat(asked.stream().flatMap(List::stream).toList()).isEqualTo(ids(2, 45));
        assertThat(asked).hasSize(19).allSatisfy(part -> assertThat(part).hasSizeBetween(2, 3));
    }

    @Test
    void whatAMicroBatchHasLearntIsNotAsked() {
        Ahead ahead = new Ahead(queries(40));
        ahead.learnt(3, this::ask);
        ahead.learnt(12, this::ask);
        assertThat(asked).containsExactly(ids(3, 4), ids(12, 14));
        assertThat(ahead.meanNdcg10()).isEqualTo((3 + 12) / 2.0);
    }

    @Test
    void laterPassesAskNothing() {
        Ahead ahead = new Ahead(queries(20));
        ahead.learnt(20, this::ask);
        int once = asked.size();
        ahead.learnt(40, this::ask);
        assertThat(asked).hasSize(once);
    }

    @Test
    void aStreamOfOneQueryHasNothingToSay() {
        Ahead ahead = new Ahead(queries(1));
        ahead.learnt(0, this::ask);
        assertThat(new Ahead(queries(0)).meanNdcg10()).isNaN();
        assertThat(asked).hasSizeLessThan(2);
    }

    /** The number of the first of them, as if that were their nDCG. */
    private double ask(List<JudgedQuery> next) {
        asked.add(next.stream().map(JudgedQuery::id).toList());
        return number(next.get(0).id());
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }

    private static List<JudgedQuery> queries(int count) {
        return ids(0, count).stream()
                .map(id -> new JudgedQuery(id, "text", Map.of("d", 1), 0))
                .toList();
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "q" + number).toList();
    }
}
