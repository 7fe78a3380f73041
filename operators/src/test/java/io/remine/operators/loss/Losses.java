package io.remine.operators.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.remine.operators.mining.Role;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;

/** Queries for losses, and the derivative that every loss must have. */
final class Losses {

    private static final double STEP = 1e-5;

    private Losses() {}

    /** Candidates in the order of their ranks, each of weight 1. */
    static QueryScores scores(double[] scores, Role... roles) {
        int[] ranks = new int[scores.length];
        Arrays.setAll(ranks, i -> i + 1);
        double[] weights = new double[scores.length];
        Arrays.fill(weights, 1);
        return new QueryScores(scores, scores.clone(), roles, ranks, weights);
    }

    /** Ten candidates of any roles, scores and weights, two of them relevant. */
    static QueryScores random(long seed) {
        Random random = new Random(seed);
        int size = 10;
        double[] scores = random.doubles(size, -3, 3).toArray();
        double[] teacher = random.doubles(size, -3, 3).toArray();
        double[] weights = random.doubles(size, 0.1, 2).toArray();
        int[] ranks = new int[size];
        Role[] roles = new Role[size];
        for (int i = 0; i < size; i++) {
            ranks[i] = i + 1;
            roles[i] = i == 2 || i == 6 ? Role.RELEVANT : i == 4 ? Role.IGNORED : Role.NEGATIVE;
        }
        return new QueryScores(scores, teacher, roles, ranks, weights);
    }

    static double value(Loss loss, QueryScores scores) {
        return loss.of(scores, new double[scores.size()]).orElseThrow();
    }

    static double[] derivatives(Loss loss, QueryScores scores) {
        double[] derivatives = new double[scores.size()];
        OptionalDouble ignored = loss.of(scores, derivatives);
        assertThat(ignored).isPresent();
        return derivatives;
    }

    /** Checks every derivative against the difference of two values. */
    static void assertDerivativesAgreeWithDifferences(Loss loss) {
        for (long seed = 1; seed <= 5; seed++) {
            QueryScores scores = random(seed);
            double[] derivatives = derivatives(loss, scores);
            for (int i = 0; i < scores.size(); i++) {
                double before = scores.scores()[i];
                scores.scores()[i] = before + STEP;
                double above = value(loss, scores);
                scores.scores()[i] = before - STEP;
                double below = value(loss, scores);
                scores.scores()[i] = before;
                assertThat(derivatives[i])
                        .as("%s, seed %d, score %d", loss, seed, i)
                        .isCloseTo((above - below) / (2 * STEP), within(1e-6));
            }
        }
    }
}
