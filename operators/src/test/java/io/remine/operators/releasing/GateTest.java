package io.remine.operators.releasing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.evaluation.PairedDifference;
import io.remine.state.model.VersionMetrics;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Gate GATE = new Gate(0.01, 1000, 50);
    private static final OptionalDouble FIRST_ENCODER = OptionalDouble.empty();

    @Test
    void acceptsAVersionThatBeatsTheControl() {
        assertThat(GATE.judge(metrics(0.2, 1000, 0.04, 100), FIRST_ENCODER)).isInstanceOf(Gate.Accepted.class);
    }

    @Test
    void acceptsAVersionThatEqualsTheControl() {
        assertThat(GATE.judge(metrics(0.2, 1000, 0, 100), FIRST_ENCODER)).isInstanceOf(Gate.Accepted.class);
    }

    @Test
    void refusesAVersionThatIsWorseThanTheControl() {
        assertThat(refusal(metrics(0.2, 1000, -0.001, 100), FIRST_ENCODER))
                .contains("nDCG@10 -0.0010 against the control's", "0.0200", "100 examples");
    }

    @Test
    void refusesAVersionThatIsWorseThanTheLiveOneByMoreThanTheTolerance() {
        assertThat(refusal(metrics(0.2, 1000, 0.1, 100), OptionalDouble.of(0.22)))
                .contains("MRR@10 0.2000, the live one's 0.2200, tolerance 0.0100");
        assertThat(GATE.judge(metrics(0.2, 1000, 0.1, 100), OptionalDouble.of(0.205)))
                .isInstanceOf(Gate.Accepted.class);
    }

    @Test
    void refusesAVersionOnTooLittleEvidence() {
        assertThat(refusal(metrics(0.9, 999, 0.8, 100), FIRST_ENCODER)).contains("999 examples", "needs 1000");
        assertThat(refusal(metrics(0.9, 1000, 0.8, 49), FIRST_ENCODER)).contains("49 examples", "needs 50");
    }

    @Test
    void refusesMetricsThatAreNoNumbers() {
        assertThat(refusal(metrics(Double.NaN, 1000, 0.8, 100), FIRST_ENCODER)).contains("NaN");
    }

    @Test
    void withoutSamplingTheControlIsNotCompared() {
        assertThat(new Gate(0.01, 1000, 0).judge(metrics(0.2, 1000, Double.NaN, 0), FIRST_ENCODER))
                .isInstanceOf(Gate.Accepted.class);
    }

    private static String refusal(VersionMetrics metrics, OptionalDouble live) {
        assertThat(GATE.judge(metrics, live)).isInstanceOf(Gate.Refused.class);
        return GATE.judge(metrics, live).toString();
    }

    private static VersionMetrics metrics(double mrr10, long examples, double difference, long samples) {
        PairedDifference againstControl =
                samples == 0 ? PairedDifference.NONE : new PairedDifference(samples, difference, 0.02);
        return new VersionMetrics(mrr10, examples, Double.NaN, Double.NaN, againstControl, 0.5, 10, 0, 0);
    }
}
