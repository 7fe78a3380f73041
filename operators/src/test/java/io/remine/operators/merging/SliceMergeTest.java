package io.remine.operators.merging;

import static io.remine.operators.merging.Progress.bits;
import static io.remine.operators.merging.Progress.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.training.ProgressSlice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceMergeTest {

    private static final Outer IDENTITY = new Outer.Identity();

    @Test
    void withOneWorkerTheBaseIsItsParametersBitForBitOverAThousandRounds() {
        long seed = 20261123;
        Random random = new Random(seed);
        float[] worker = {0.1f, -0f, 1e-40f, 3e38f, -1f, 0f};
        BaseSlice base = BaseSlice.initial(worker.clone());
        List<ProgressSlice> pending = new ArrayList<>();
        for (long round = 1; round <= 1000; round++) {
            float[] before = worker.clone();
            for (int i = 0; i < worker.length; i++) {
                float step = (float) random.nextGaussian() * (random.nextBoolean() ? 1e-3f : 1e-42f);
                worker[i] = random.nextInt(20) == 0 ? -worker[i] : worker[i] + step;
            }
            pending.add(0, bits(round, 0, 32, before, worker));
            boolean aborted = random.nextInt(4) == 0;
            if (!aborted) {
                base = SliceMerge.merge(base, pending, IDENTITY);
                pending.clear();
                assertThat(base.parameters())
                        .as("seed %d, round %d", seed, round)
                        .containsExactly(worker);
            }
        }
    }

    @Test
    void workersAreWeighedByTheirExamples() {
        BaseSlice base = BaseSlice.initial(new float[] {10, 20});

        BaseSlice merged =
                SliceMerge.merge(base, List.of(floats(0, 1, 0, 30, 4, 8), floats(1, 1, 0, 10, -4, 0)), IDENTITY);

        assertThat(merged.parameters()).containsExactly(10 + 3 - 1, 20 + 6);
    }

    @Test
    void theRoundsOfAnAbortedCheckpointAreMergedWithTheNext() {
        BaseSlice base = BaseSlice.initial(new float[] {0});

        BaseSlice merged = SliceMerge.merge(
                base, List.of(floats(0, 1, 0, 10, 1), floats(0, 2, 0, 10, 3), floats(1, 2, 0, 20, 2)), IDENTITY);

        assertThat(merged.parameters()).containsExactly(0.5f * (1 + 3) + 0.5f * 2);
    }

    @Test
    void theOrderOfArrivalDoesNotShow() {
        long seed = 7;
        Random random = new Random(seed);
        List<ProgressSlice> progress = new ArrayList<>();
        for (int worker = 0; worker < 7; worker++) {
            for (long round = 1; round <= 3; round++) {
                progress.add(floats(
                        worker, round, 0, 1 + random.nextInt(99), random.nextFloat() * 1e6f, random.nextFloat()));
            }
        }
        BaseSlice base = BaseSlice.initial(new float[] {1, 1});
        BaseSlice expected = SliceMerge.merge(base, progress, IDENTITY);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(progress, random);
            assertThat(SliceMerge.merge(base, progress, IDENTITY))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void nesterovRemembersItsVelocityBetweenMerges() {
        Outer outer = new Outer.Nesterov(0.5, 0.5);

        BaseSlice first = SliceMerge.merge(BaseSlice.initial(new float[] {1}), List.of(floats(0, 1, 0, 32, 1)), outer);
        BaseSlice second = SliceMerge.merge(first, List.of(floats(0, 2, 0, 32, 2)), outer);

        assertThat(first.parameters()).containsExactly(1.75f);
        assertThat(second.parameters()).containsExactly(1.75f + 1.625f);
        assertThat(second.velocity()).containsExactly(2.5f);
    }

    @Test
    void bitPatternsFromBeforeARescaleAreFoldedBeforeTheFloatsFromAfterIt() {
        BaseSlice base = BaseSlice.initial(new float[] {1});

        BaseSlice merged = SliceMerge.merge(
                base,
                List.of(floats(1, 2, 0, 10, 4), floats(0, 2, 0, 30, 8), bits(1, 0, 100, new float[] {1}, new float[] {3
                })),
                IDENTITY);

        assertThat(merged.parameters()).containsExactly(3 + 0.75f * 8 + 0.25f * 4);
    }

    @Test
    void progressFromNoExamplesChangesNothing() {
        BaseSlice base = BaseSlice.initial(new float[] {1});

        assertThat(SliceMerge.merge(base, List.of(floats(0, 1, 0, 0, 5)), IDENTITY))
                .isEqualTo(base);
    }

    @Test
    void aParameterThatWouldNotBeFiniteIsRefusedAndNamed() {
        float[] from = {1, 1};
        BaseSlice base = BaseSlice.initial(from.clone());

        assertThatThrownBy(() ->
                        SliceMerge.merge(base, List.of(bits(5, 3, 32, from, new float[] {2, Float.NaN})), IDENTITY))
                .isInstanceOf(NonFiniteProgressException.class)
                .hasMessageContaining("parameter 1 would be NaN")
                .hasMessageContaining("worker 0 in round 5, slice 3");
        assertThatThrownBy(() -> SliceMerge.merge(
                        BaseSlice.initial(new float[] {Float.MAX_VALUE}),
                        List.of(floats(0, 1, 0, 1, Float.MAX_VALUE)),
                        IDENTITY))
                .hasMessageContaining("would be Infinity");
        assertThat(base.parameters()).containsExactly(1, 1);
    }

    @Test
    void refusesTheSameRoundOfAWorkerTwice() {
        BaseSlice base = BaseSlice.initial(new float[] {0});

        assertThatThrownBy(
                        () -> SliceMerge.merge(base, List.of(floats(0, 1, 0, 10, 1), floats(0, 1, 0, 10, 1)), IDENTITY))
                .hasMessageContaining("handed in twice");
    }
}
