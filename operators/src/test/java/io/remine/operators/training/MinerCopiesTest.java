package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.Miner;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MinerCopiesTest {

    private static final Miner STALE = new Miner.Stale(3);
    private static final Miner MOMENTUM = new Miner.Momentum(0.75);
    private static final Encoder CONTROL =
            new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.LastLayers(1));

    private final Encoder model = CONTROL.withOwnTrainable();
    private final float[] parameters = new float[CONTROL.trainable().size()];

    @AfterAll
    static void close() {
        CONTROL.close();
    }

    @BeforeEach
    void begin() {
        model.writeParameters(parameters);
    }

    @AfterEach
    void closeModel() {
        model.close();
    }

    @Test
    void aStaleCopyStaysBetweenRefreshesAndTheEncoderIsThatCopy() {
        try (MinerCopies copies = copies(Map.of(), STALE)) {
            float[] seen = new float[8];
            for (int step = 0; step < seen.length; step++) {
                copies.beforeStep(step);
                seen[step] = ofEncoder(copies, STALE);
                assertThat(copies.arrays().get("stale-3")[0]).isEqualTo(seen[step]);
                set(parameters[0] + 1);
                copies.afterStep();
            }
            assertThat(seen).containsExactly(0, 0, 0, 3, 3, 3, 6, 6);
        }
    }

    @Test
    void aStaleCopyThatBeginsBetweenRefreshesBeginsAsTheParametersAre() {
        set(5);
        try (MinerCopies copies = copies(Map.of(), STALE)) {
            copies.beforeStep(4);
            assertThat(ofEncoder(copies, STALE)).isEqualTo(5);
        }
    }

    @Test
    void anAverageFollowsTheParametersMoreSmoothlyThanTheyMove() {
        try (MinerCopies copies = copies(Map.of(), MOMENTUM)) {
            float[] expected = {0, 0.25f * 8, 0.75f * 2 + 0.25f * -8};
            float[] moves = {8, -8, 8};
            float averageMoved = 0;
            float last = 0;
            for (int step = 0; step < moves.length; step++) {
                copies.beforeStep(step);
                float average = ofEncoder(copies, MOMENTUM);
                assertThat(average).isCloseTo(expected[step], within(1e-6f));
                averageMoved += Math.abs(average - last);
                last = average;
                set(moves[step]);
                copies.afterStep();
            }
            assertThat(averageMoved).isLessThan(8 + 16);
        }
    }

    @Test
    void copiesGoOnFromTheStateToTheBit() {
        try (MinerCopies undisturbed = copies(Map.of(), STALE, MOMENTUM)) {
            for (int step = 0; step < 5; step++) {
                move(undisturbed, step);
            }
            Map<String, float[]> state = new HashMap<>();
            undisturbed.arrays().forEach((name, copy) -> state.put(name, copy));
            state.put("stale-99", new float[parameters.length]);
            float[] parametersThen = parameters.clone();
            for (int step = 5; step < 9; step++) {
                move(undisturbed, step);
            }
            float[] stale = undisturbed.arrays().get("stale-3");
            float[] average = undisturbed.arrays().get("momentum-0.75");

            System.arraycopy(parametersThen, 0, parameters, 0, parameters.length);
            model.writeParameters(parameters);
            try (MinerCopies restored = copies(state, STALE, MOMENTUM)) {
                for (int step = 5; step < 9; step++) {
                    move(restored, step);
                }
                assertThat(restored.arrays()).containsOnlyKeys("stale-3", "momentum-0.75");
                assertThat(restored.arrays().get("stale-3")).isEqualTo(stale);
                assertThat(restored.arrays().get("momentum-0.75")).isEqualTo(average);
            }
        }
    }

    @Test
    void minersOfTheCurrentAndTheFirstParametersNeedNoCopy() {
        try (MinerCopies copies = copies(Map.of(), Miner.CURRENT, Miner.FIRST)) {
            copies.beforeStep(0);
            assertThat(copies.arrays()).isEmpty();
            assertThatThrownBy(() -> copies.encoder(STALE)).hasMessageContaining("no copy of the parameters");
        }
    }

    private MinerCopies copies(Map<String, float[]> restored, Miner... miners) {
        return new MinerCopies(List.of(miners), CONTROL, model.parameters(), restored);
    }

    private void set(float first) {
        parameters[0] = first;
        model.writeParameters(parameters);
    }

    private void move(MinerCopies copies, int step) {
        copies.beforeStep(step);
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) Math.sin(step + i);
        }
        model.writeParameters(parameters);
        copies.afterStep();
    }

    private float ofEncoder(MinerCopies copies, Miner miner) {
        float[] values = new float[parameters.length];
        copies.encoder(miner).readParameters(values);
        return values[0];
    }
}
