package io.remine.operators.releasing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.model.VersionMetrics;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Gate GATE = new Gate(0.01, 1000, 50);
    private static final OptionalDouble FIRST_ENCODER = OptionalDouble.empty();

    @Test
    void acceptsAVersionThatBeatsTheControl() {
        assertThat(GATE.judge(metrics(0.2, 1000, 0.21, 0.17, 100), FIRST_ENCODER))
                .isInstanceOf(Gate.Accepted.class);
    }

    @Test
    void acceptsAVersionThatEqualsTheControl() {
        assertThat(GATE.judge(metrics(0.2, 1000, 0.17, 0.17, 100), FIRST_ENCODER))
                .isInstanceOf(Gate.Accepted.class);
    }

    @Test
    void refusesAVersionThatIsWorseThanTheControl() {
        assertThat(refusal(metrics(0.2, 1000, 0.169, 0.17, 100), FIRST_ENCODER))
                .contains("0.1690 on 100 sampled examples, the control's 0.1700");
    }

    @Test
    void refusesAVersionThatIsWorseThanTheLiveOneByMoreThanTheTolerance() {
        assertThat(refusal(metrics(0.2, 1000, 0.2, 0.1, 100), OptionalDouble.of(0.22)))
                .contains("MRR@10 0.2000, the live one's 0.2200, tolerance 0.0100");
        assertThat(GATE.judge(metrics(0.2, 1000, 0.2, 0.1, 100), OptionalDouble.of(0.205)))
                .isInstanceOf(Gate.Accepted.class);
    }

    @Test
    void refusesAVersionOnTooLittleEvidence() {
        assertThat(refusal(metrics(0.9, 999, 0.9, 0.1, 100), FIRST_ENCODER)).contains("999 examples", "needs 1000");
        assertThat(refusal(metrics(0.9, 1000, 0.9, 0.1, 49), FIRST_ENCODER)).contains("49 examples", "needs 50");
    }

    @Test
    void refusesMetricsThatAreNoNumbers() {
        assertThat(refusal(metrics(Double.NaN, 1000, 0.9, 0.1, 100), FIRST_ENCODER))
                .contains("NaN");
        assertThat(refusal(metrics(0.9, 1000, Double.NaN, 0.1, 100), FIRST_ENCODER))
                .contains("NaN");
    }

    @Test
    void withoutSamplingTheControlIsNotCompared() {
        assertThat(new Gate(0.01, 1000, 0).judge(metrics(0.2, 1000, Double.NaN, Double.NaN, 0), FIRST_ENCODER))
                .isInstanceOf(Gate.Accepted.class);
    }

    private static String refusal(VersionMetrics metrics, OptionalDouble live) {
        assertThat(GATE.judge(metrics, live)).isInstanceOf(Gate.Refused.class);
        return GATE.judge(metrics, live).toString();
    }

    private static VersionMetrics metrics(double mrr10, long examples, double sampled, double control, long samples) {
        return new VersionMetrics(mrr10, examples, sampled, control, samples, 0.5, 10, 0, 0);
    }
}
