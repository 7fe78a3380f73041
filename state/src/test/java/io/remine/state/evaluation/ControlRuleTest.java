package io.remine.state.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.remine.state.evaluation.ControlRule.Certainty;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ControlRuleTest {

    private static final ControlRule LIKELY = new ControlRule(Certainty.LIKELY, 1);
    private static final ControlRule SURE = new ControlRule(Certainty.SURE, 100);

    /** 0.5, -0.25 and 0: mean 1/12, variance 0.3125 / 3 - 1/144, standard error the root of a third of it. */
    @Test
    void theDifferenceIsThatOfTheExamplesWhichBothHaveRanked() {
        PairedDifference difference = Prequential.NONE
                .plus(1)
                .plus(1, 0.5, 0.5)
                .plus(0.5, 1, -0.25)
                .plus(0, 0, 0)
                .difference();

        assertThat(difference.pairs()).isEqualTo(3);
        assertThat(difference.mean()).isCloseTo(1.0 / 12, within(1e-12));
        assertThat(difference.standardError()).isCloseTo(Math.sqrt((0.3125 / 3 - 1.0 / 144) / 3), within(1e-12));
        assertThat(Prequential.NONE.plus(1).difference()).isEqualTo(PairedDifference.NONE);
    }

    @Test
    void likelyWorseIsWhateverIsWorseOnTheMean() {
        assertThat(LIKELY.isWorse(new PairedDifference(10, -0.001, 0.1))).isTrue();
        assertThat(LIKELY.isWorse(new PairedDifference(10, 0, 0.1))).isFalse();
        assertThat(LIKELY.isWorse(new PairedDifference(10, -1e-17, 0)))
                .as("rounding")
                .isFalse();
        assertThat(LIKELY.isWorse(PairedDifference.NONE)).isFalse();
    }

    /** rho² = (4.60517 + ln 4.60517 + 1) / 500; n rho² = 7.13235; sqrt(2 * 8.13235 / 7.13235 * ln(1 + 2.85173 / 0.1)). */
    @Test
    void surelyWorseIsWhatLiesThatManyStandardErrorsBelowZero() {
        double errors = 2.7783;

        assertThat(SURE.upperEnd(new PairedDifference(500, -0.1, 0.01))).isCloseTo(-0.1 + errors * 0.01, within(1e-6));
        assertThat(SURE.isWorse(new PairedDifference(500, -0.0278, 0.01))).isTrue();
        assertThat(SURE.isWorse(new PairedDifference(500, -0.0277, 0.01))).isFalse();
        assertThat(SURE.isWorse(new PairedDifference(99, -0.9, 0.01)))
                .as("too few")
                .isFalse();
    }

    /** Of two models that are equally good one is better by chance, now and then by more; nearly all ranks are the same. */
    @Test
    void aHarmlessModelIsSeldomCalledWorseHoweverOftenOneLooks() {
        int streams = 1_000;
        int alarms = 0;
        for (int stream = 0; stream < streams; stream++) {
            alarms += firstAlarm(0, stream) > 0 ? 1 : 0;
        }
        assertThat(alarms).as("false alarms of %d streams", streams).isBetween(1, streams / 20);
    }

    @Test
    void aHarmfulModelIsNoticed() {
        for (int stream = 0; stream < 100; stream++) {
            assertThat(firstAlarm(0.02, stream)).as("stream of seed %d", stream).isBetween(100, 4_000);
        }
    }

    @Test
    void sumsFromBeforeThereWereGainsGiveTheWidestInterval() {
        PairedDifference old = Prequential.withoutGains(8, 4, 4, 1, 2).difference();

        assertThat(old).isEqualTo(PairedDifference.ofMeans(4, 0.25, 0.5));
        assertThat(old.mean()).isEqualTo(-0.25);
        assertThat(old.standardError()).isCloseTo(Math.sqrt((3.0 / 4 - 0.0625) / 4), within(1e-12));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new ControlRule(Certainty.SURE, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new PairedDifference(3, Double.NaN, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new PairedDifference(3, -1.5, 0)).hasMessageContaining("-1.5");
    }

    /** When harm is noticed in 4,000 examples, of which one in ten is ranked another place; 0 if it is not. */
    private static int firstAlarm(double harm, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Prequential soFar = Prequential.NONE;
        for (int example = 1; example <= 4_000; example++) {
            double drawn = random.nextDouble();
            double size = random.nextDouble(0.1, 0.7); // 0.4 on average
            double difference = drawn < 0.05 ? size : drawn < 0.1 + harm / 0.4 ? -size : 0;
            soFar = soFar.plus(0, 0, difference);
            if (SURE.isWorse(soFar.difference())) {
                return example;
            }
        }
        return 0;
    }
}
