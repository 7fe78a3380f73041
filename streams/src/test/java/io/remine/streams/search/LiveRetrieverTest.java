package io.remine.streams.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.evaluation.Prequential;
import io.remine.state.model.EvaluationRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRetrieverTest {

    @Test
    void beforeTheFirstVersionTheCurveIsEmpty() {
        assertThat(LiveRetriever.curve(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 399, 400, 401, 799, 800, 801, 20_000})
    void theCurveHasAtMost400PointsEvenlySpreadTheNewestAmongThem(int evaluations) {
        List<Long> examples = LiveRetriever.curve(evaluations(evaluations)).stream()
                .map(ServerStatus.CurvePoint::examples)
                .toList();

        assertThat(examples).hasSizeBetween(Math.min(evaluations, 200), 400);
        assertThat(examples.get(examples.size() - 1)).isEqualTo(evaluations);
        assertThat(IntStream.range(1, examples.size()).mapToObj(i -> examples.get(i) - examples.get(i - 1)))
                .as("distances")
                .allMatch(distance -> distance == (evaluations + 399) / 400);
    }

    @Test
    void aPointTellsWhatWasRankedAndNothingOfWhatWasNot() {
        Prequential onlyTheModel = Prequential.NONE.plus(0.5);
        Prequential both = onlyTheModel.plus(1, 0.25, 0.5);

        List<ServerStatus.CurvePoint> curve = LiveRetriever.curve(List.of(
                Evaluations.evaluation("t/1", 10),
                Evaluations.evaluation("t/2", 20, onlyTheModel),
                Evaluations.evaluation("t/3", 30, both)));

        assertThat(curve)
                .containsExactly(
                        new ServerStatus.CurvePoint("t/1", 10, Optional.empty(), Optional.empty()),
                        new ServerStatus.CurvePoint("t/2", 20, Optional.of(0.5), Optional.empty()),
                        new ServerStatus.CurvePoint("t/3", 30, Optional.of(0.75), Optional.of(0.25)));
    }

    private static List<EvaluationRecord> evaluations(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> Evaluations.evaluation("t/" + i, i))
                .toList();
    }
}
