package io.remine.streams.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.streams.beir.JudgedQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How judged queries become a stream: their order, their clicks, and wrong clicks among them. */
class StreamTest {

    private static final JudgedQuery B = new JudgedQuery("b", "river", grades("d1", 1, "d2", 3, "d3", 1), 20);
    private static final JudgedQuery A = new JudgedQuery("a", "money", grades("d4", 1), 30);
    private static final JudgedQuery C = new JudgedQuery("c", "light", grades("d5", 2), 10);

    @Test
    void queriesComeInTheOrderOfFileIdOrTime() {
        List<JudgedQuery> file = List.of(B, A, C);

        assertThat(StreamOrder.FILE.of(file)).containsExactly(B, A, C);
        assertThat(StreamOrder.ID.of(file)).containsExactly(A, B, C);
        assertThat(StreamOrder.TIME.of(file)).containsExactly(C, B, A);
    }

    @Test
    void timeOrderNeedsTheTimeOfEveryQuery() {
        JudgedQuery timeless = new JudgedQuery("z", "text", Map.of("d", 1), 0);

        assertThatThrownBy(() -> StreamOrder.TIME.of(List.of(A, timeless)))
                .hasMessageContainingAll("query z", "take the order file or id");
    }

    @Test
    void aQueryIsClickedOnceWithItsMostRelevantDocumentFirstAndTheOthersInTheirOrder() {
        ClickStream stream = ClickStream.of(List.of(B, A), 1);

        assertThat(stream.queries()).extracting(query -> query.id().value()).containsExactly("b", "a");
        Click click = stream.clicks().get(0).click();
        assertThat(click.query().value()).isEqualTo("b");
        assertThat(click.document()).isEqualTo(new DocumentId("d2"));
        assertThat(click.others()).containsExactly(new DocumentId("d1"), new DocumentId("d3"));
    }

    @Test
    void inALaterPassAQueryIsAskedAgainUnderAnotherId() {
        ClickStream stream = ClickStream.of(List.of(B, A), 2);

        assertThat(stream.queries()).extracting(query -> query.id().value()).containsExactly("b", "a", "b#2", "a#2");
        assertThat(stream.clicks())
                .extracting(received -> received.click().query().value())
                .containsExactly("b", "a", "b#2", "a#2");
    }

    @Test
    void noiseIsWrongDocumentsFromTheTopAndTheSameForTheSameSeed() {
        List<JudgedQuery> queries = new ArrayList<>();
        List<List<String>> rankings = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            queries.add(new JudgedQuery("q" + i, "text", Map.of("right", 1), i));
            rankings.add(List.of("wrong1", "right", "wrong2"));
        }

        Noise.Noisy noisy = Noise.of(queries, rankings, 0.3, 5);

        assertThat(noisy).isEqualTo(Noise.of(queries, rankings, 0.3, 5));
        assertThat(noisy).isNotEqualTo(Noise.of(queries, rankings, 0.3, 6));
        assertThat(noisy.right()).isEqualTo(queries);
        assertThat(noisy.wrong()).isBetween(250, 350);
        List<JudgedQuery> changed = noisy.queries().stream()
                .filter(query -> !queries.contains(query))
                .toList();
        assertThat(changed).hasSize(noisy.wrong());
        assertThat(changed)
                .allSatisfy(query -> assertThat(query.grades().keySet()).containsAnyOf("wrong1", "wrong2"));
        assertThat(changed).noneSatisfy(query -> assertThat(query.grades()).containsKey("right"));
    }

    @Test
    void whereEveryDocumentOfTheTopIsRelevantTheClickStaysRight() {
        assertThat(Noise.of(List.of(A), List.of(List.of("d4")), 1, 5))
                .isEqualTo(new Noise.Noisy(List.of(A), List.of(A), 0));
    }

    private static Map<String, Integer> grades(Object... documentsAndGrades) {
        Map<String, Integer> grades = new LinkedHashMap<>();
        for (int i = 0; i < documentsAndGrades.length; i += 2) {
            grades.put((String) documentsAndGrades[i], (Integer) documentsAndGrades[i + 1]);
        }
        return grades;
    }
}
