package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SyntheticTaskTest {

    private static final TextLength LENGTH = TextLength.OF_QUERIES;

    private final SyntheticTask task = new SyntheticTask(50, LENGTH, 7);

    @Test
    void everythingFollowsFromTheSeedAndTheNumber() {
        SyntheticTask same = new SyntheticTask(50, LENGTH, 7);
        SyntheticTask other = new SyntheticTask(50, LENGTH, 8);
        assertThat(same.example(3)).isEqualTo(task.example(3));
        assertThat(same.document(3)).isEqualTo(task.document(3));
        assertThat(same.vector(3, 8)).isEqualTo(task.vector(3, 8));
        assertThat(same.question(3, LENGTH)).isEqualTo(task.question(3, LENGTH));
        assertThat(other.example(3)).isNotEqualTo(task.example(3));
        assertThat(other.document(3)).isNotEqualTo(task.document(3));
        assertThat(other.vector(3, 8)).isNotEqualTo(task.vector(3, 8));
    }

    @Test
    void examplesAreOfManyDocumentsAndNoOther() {
        List<String> clicked = IntStream.range(0, 500)
                .mapToObj(number -> task.example(number).clicked().value())
                .distinct()
                .toList();
        assertThat(clicked).hasSizeGreaterThan(40).allMatch(id -> Integer.parseInt(id.substring(1)) < 50);
        assertThat(task.example(9).query().value()).isEqualTo("q9");
        assertThat(task.example(9).position().offset()).isEqualTo(9);
    }

    @Test
    void vectorsHaveLengthOne() {
        double squares = 0;
        for (float number : task.vector(11, 64)) {
            squares += number * number;
        }
        assertThat(squares).isBetween(1 - 1e-6, 1 + 1e-6);
    }

    @Test
    void aQuestionIsMadeOfItsDocumentsWords() {
        for (int number = 0; number < 20; number++) {
            SyntheticTask.Question question = task.question(number, new TextLength(5, 0));
            assertThat(question.text().split(" "))
                    .hasSize(5)
                    .isSubsetOf(task.document(question.document()).split(" "));
        }
    }
}
