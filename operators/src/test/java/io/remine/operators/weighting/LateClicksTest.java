package io.remine.operators.weighting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairMemory.Push;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.FakeMicroBatch;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LateClicksTest {

    private static final long WINDOW = 1_000;
    private static final LateClicks LATE_CLICKS = new LateClicks(WINDOW, 2);
    private static final float[][] DOCUMENTS = {{1, 0}, {0.8f, 0.6f}, {0.6f, 0.8f}, {0, 1}};

    private final RecipeMemory memory = RecipeMemory.onHeap();
    private float[] query = {0.96f, 0.28f};

    @Test
    void theLargestPushesOfNegativesAreRemembered() {
        step(0, 5, 0, 0.3, 0.1, -0.1);
        assertThat(memory.pairs().get("query 0").pushes())
                .containsExactly(new Push(new DocumentId("d1"), 5, 0.3), new Push(new DocumentId("d2"), 5, 0.1));
    }

    @Test
    void afterThePushAndItsUndoingAQueryIsWhereItWouldHaveBeen() {
        float[] start = query.clone();
        step(0, 5, 0, 0.3, 0.1, 0);
        assertThat(query).isNotEqualTo(start);
        FakeMicroBatch late = step(1, 6, 0, 0, 0, 0);
        assertThat(late.counted(Event.LATE_CLICK)).isEqualTo(1);
        for (int i = 0; i < query.length; i++) {
            float withoutThePush = start[i] - 0.1f * DOCUMENTS[2][i];
            assertThat(query[i]).isCloseTo(withoutThePush, within(1e-6f));
        }
        float[] undone = query.clone();
        assertThat(step(1, 7, 0, 0, 0, 0).counted(Event.LATE_CLICK)).as("once").isZero();
        assertThat(query).isEqualTo(undone);
    }

    @Test
    void aClickAfterTheWindowUndoesNothing() {
        step(0, 5, 0, 0.3, 0, 0);
        float[] before = query.clone();
        assertThat(step(1, 6 + WINDOW, 0, 0, 0, 0).counted(Event.LATE_CLICK)).isZero();
        assertThat(query).isEqualTo(before);
    }

    @Test
    void aStepThatWasNotTakenLeavesThePushToBeUndone() {
        step(0, 5, 0, 0.3, 0, 0);
        FakeMicroBatch refused = batch(example(1, 6));
        List<CandidateSet> sets = refused.allRanked();
        LATE_CLICKS.apply(sets, refused, 1);
        LATE_CLICKS.correct(sets, refused, new double[1][DOCUMENTS.length]);
        assertThat(step(1, 7, 0, 0, 0, 0).counted(Event.LATE_CLICK)).isEqualTo(1);
    }

    @Test
    void twoClicksInOneMicroBatchUndoOnce() {
        step(0, 5, 0, 0.3, 0, 0);
        FakeMicroBatch twice = batch(example(1, 6), example(1, 6));
        List<CandidateSet> sets = twice.allRanked();
        double[][] derivatives = new double[2][DOCUMENTS.length];
        LATE_CLICKS.apply(sets, twice, 1);
        LATE_CLICKS.correct(sets, twice, derivatives);
        assertThat(twice.counted(Event.LATE_CLICK)).isEqualTo(1);
        assertThat(Arrays.stream(derivatives[0]).sum()).isEqualTo(-0.3);
        assertThat(Arrays.stream(derivatives[1]).sum()).isZero();
    }

    @Test
    void aClippedStepIsUndoneAsItWasFollowed() {
        FakeMicroBatch batch = batch(example(0, 5));
        LATE_CLICKS.taken(batch.allRanked(), batch, new double[][] {{0, 0.4, 0, 0}}, 0.25);
        assertThat(memory.pairs().get("query 0").pushes())
                .extracting(Push::coefficient)
                .containsExactly(0.1);
    }

    @Test
    void aDocumentThatNoSourceFoundIsUndoneAllTheSame() {
        step(0, 5, 0, 0.3, 0, 0);
        FakeMicroBatch batch = batch(example(1, 6));
        CandidateSet set = CandidateSet.of(0, batch);
        set.add(3, 1);
        LATE_CLICKS.apply(List.of(set), batch, 1);
        double[][] derivatives = new double[1][set.candidates().size()];
        LATE_CLICKS.correct(List.of(set), batch, derivatives);
        assertThat(set.candidates().get(1).row()).isEqualTo(1);
        assertThat(set.negatives()).hasSize(1);
        assertThat(derivatives[0]).containsExactly(0, -0.3);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new LateClicks(0, 2)).hasMessageContaining("0 ms");
        assertThatThrownBy(() -> new LateClicks(1, 0)).hasMessageContaining("0 documents");
    }

    /**
     * Clicks a document and follows these derivatives by the documents' cosines, in the order of their rows, in one plain
     * step on the query's vector.
     */
    private FakeMicroBatch step(int clicked, long timeMillis, double... byRow) {
        FakeMicroBatch batch = batch(example(clicked, timeMillis));
        List<CandidateSet> sets = batch.allRanked();
        LATE_CLICKS.apply(sets, batch, 1);
        CandidateSet set = sets.get(0);
        double[][] derivatives = {
            set.candidates().stream()
                    .mapToDouble(each -> byRow[(int) each.row()])
                    .toArray()
        };
        LATE_CLICKS.correct(sets, batch, derivatives);
        for (int i = 0; i < derivatives[0].length; i++) {
            float[] document = DOCUMENTS[(int) set.candidates().get(i).row()];
            for (int k = 0; k < query.length; k++) {
                query[k] -= (float) (derivatives[0][i] * document[k]);
            }
        }
        LATE_CLICKS.taken(sets, batch, derivatives, 1);
        return batch;
    }

    private FakeMicroBatch batch(Example... examples) {
        List<float[]> queries = new ArrayList<>();
        Arrays.stream(examples).forEach(each -> queries.add(query.clone()));
        return new FakeMicroBatch(List.of(examples), queries.toArray(float[][]::new), DOCUMENTS).withMemory(memory);
    }

    private static Example example(int clicked, long timeMillis) {
        Example one = FakeMicroBatch.example(0, clicked);
        return new Example(
                one.query(),
                one.text(),
                one.clicked(),
                one.kind(),
                one.weight(),
                one.known(),
                timeMillis,
                one.position());
    }
}
