package io.remine.state.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Whether one retriever beats another by more than the choice of queries explains: the paired bootstrap (Efron and
 * Tibshirani 1993, chapter 13; for retrieval, Sakai 2006). Queries are drawn with replacement, and the mean of
 * {@code a - b} over them is one draw of the mean's distribution.
 */
public final class PairedBootstrap {

    /** Resamples drawn. */
    public static final int RESAMPLES = 10_000;

    private PairedBootstrap() {}

    /**
     * The lower end of the two-sided 95 % percentile interval of {@code mean(a) - mean(b)}: above 0 means that {@code a} is
     * better.
     *
     * @param a one value per query
     * @param b the other retriever's values of the same queries, in the same order
     * @param seed the same seed gives the same answer
     */
    public static double low95(double[] a, double[] b, long seed) {
        return interval95(a, b, seed).low();
    }

    /** Both ends of the same interval. */
    public static Interval interval95(double[] a, double[] b, long seed) {
        if (a.length != b.length || a.length == 0) {
            throw new IllegalArgumentException("%d and %d values; give one of each per query, and at least one query"
                    .formatted(a.length, b.length));
        }
        double[] differences = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            differences[i] = a[i] - b[i];
        }
        double[] means = resampledMeans(differences, new SplittableRandom(seed));
        Arrays.sort(means);
        return new Interval(means[(int) (0.025 * RESAMPLES)], means[(int) (0.975 * RESAMPLES) - 1]);
    }

    /** From {@code low} to {@code high}. */
    public record Interval(double low, double high) {}

    private static double[] resampledMeans(double[] values, SplittableRandom random) {
        double[] means = new double[RESAMPLES];
        for (int draw = 0; draw < RESAMPLES; draw++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[draw] = sum / values.length;
        }
        return means;
    }
}
