package io.remine.state.evaluation;

/**
 * Quality over a stream in which every example is first evaluated and then trained on (Dawid 1984), as sums that add up
 * over workers and rounds. A reciprocal rank is 1 / rank of the clicked document if that is at most 10, else 0.
 *
 * @param examples how many examples were ranked
 * @param reciprocalRanks sum of their reciprocal ranks by the model that was about to learn from them
 * @param sampled how many of them were ranked by the control, the generation's first encoder, too
 * @param sampledReciprocalRanks sum over the sampled ones by the model
 * @param controlReciprocalRanks sum over the sampled ones by the control
 * @param gainDifferences sum over the sampled ones of the model's nDCG@10 less the control's, in which every relevant
 *     document counts and not the best only: it shows harm sooner
 * @param squaredGainDifferences sum of their squares
 */
public record Prequential(
        long examples,
        double reciprocalRanks,
        long sampled,
        double sampledReciprocalRanks,
        double controlReciprocalRanks,
        double gainDifferences,
        double squaredGainDifferences) {

    /** The rank beyond which a clicked document counts as not found. */
    public static final int CUT = 10;

    public static final Prequential NONE = new Prequential(0, 0, 0, 0, 0, 0, 0);

    private static final double ROUNDING = 1e-6;

    public Prequential {
        if (sampled < 0 || sampled > examples) {
            throw new IllegalArgumentException(
                    "%d sampled of %d examples, must be from 0 to all of them".formatted(sampled, examples));
        }
        checkSum("reciprocal ranks", reciprocalRanks, examples);
        checkSum("sampled reciprocal ranks", sampledReciprocalRanks, sampled);
        checkSum("control reciprocal ranks", controlReciprocalRanks, sampled);
        checkSum("squared gain differences", squaredGainDifferences, sampled);
        double largest = Math.sqrt(sampled * squaredGainDifferences) + ROUNDING * sampled;
        if (!(Math.abs(gainDifferences) <= largest)) { // Cauchy and Schwarz
            throw new IllegalArgumentException("sum of gain differences %s over %d examples, must be within %s of 0"
                    .formatted(gainDifferences, sampled, largest));
        }
    }

    /**
     * Sums as they were kept before gains were: reciprocal ranks stand for them, and the squares are as large as they can be.
     */
    public static Prequential withoutGains(
            long examples,
            double reciprocalRanks,
            long sampled,
            double sampledReciprocalRanks,
            double controlReciprocalRanks) {
        return new Prequential(
                examples,
                reciprocalRanks,
                sampled,
                sampledReciprocalRanks,
                controlReciprocalRanks,
                sampledReciprocalRanks - controlReciprocalRanks,
                PairedDifference.largestSquares(sampled, sampledReciprocalRanks + controlReciprocalRanks));
    }

    private static void checkSum(String what, double sum, long count) {
        if (!(sum >= 0 && sum <= count)) {
            throw new IllegalArgumentException(
                    "sum of %s %s over %d examples, must be from 0 to their number".formatted(what, sum, count));
        }
    }

    /** The reciprocal rank of a document at this rank, counted from 1. */
    public static double reciprocalRank(int rank) {
        if (rank < 1) {
            throw new IllegalArgumentException("rank " + rank + ", the first is 1");
        }
        return rank <= CUT ? 1.0 / rank : 0;
    }

    /** This and an example that only the model ranked. */
    public Prequential plus(double reciprocalRank) {
        return new Prequential(
                examples + 1,
                reciprocalRanks + reciprocalRank,
                sampled,
                sampledReciprocalRanks,
                controlReciprocalRanks,
                gainDifferences,
                squaredGainDifferences);
    }

    /**
     * This and an example that both ranked.
     *
     * @param gainDifference the model's nDCG@10 less the control's, -1 to 1
     */
    public Prequential plus(double reciprocalRank, double controlReciprocalRank, double gainDifference) {
        return new Prequential(
                examples + 1,
                reciprocalRanks + reciprocalRank,
                sampled + 1,
                sampledReciprocalRanks + reciprocalRank,
                controlReciprocalRanks + controlReciprocalRank,
                gainDifferences + gainDifference,
                squaredGainDifferences + gainDifference * gainDifference);
    }

    public Prequential plus(Prequential other) {
        return new Prequential(
                examples + other.examples,
                reciprocalRanks + other.reciprocalRanks,
                sampled + other.sampled,
                sampledReciprocalRanks + other.sampledReciprocalRanks,
                controlReciprocalRanks + other.controlReciprocalRanks,
                gainDifferences + other.gainDifferences,
                squaredGainDifferences + other.squaredGainDifferences);
    }

    /** Mean reciprocal rank at {@value #CUT} over all examples; 0 if there are none. */
    public double mrr() {
        return mean(reciprocalRanks, examples);
    }

    /** The model's over the sampled examples, to compare with {@link #controlMrr()}. */
    public double sampledMrr() {
        return mean(sampledReciprocalRanks, sampled);
    }

    /** The control's over the sampled examples. */
    public double controlMrr() {
        return mean(controlReciprocalRanks, sampled);
    }

    /** How much better the model did than the control. */
    public PairedDifference difference() {
        return PairedDifference.of(sampled, gainDifferences, squaredGainDifferences);
    }

    private static double mean(double sum, long count) {
        return count == 0 ? 0 : sum / count;
    }
}
