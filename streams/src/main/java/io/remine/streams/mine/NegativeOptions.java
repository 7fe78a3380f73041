package io.remine.streams.mine;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options of mining that its measurement has too; what is not given stays as it was made. */
public final class NegativeOptions {

    @Option(names = "--num-negatives", description = "For each query, at most. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--range-max",
            description = "The last rank looked at. Where none is set: enough for the negatives asked for,"
                    + " ten times that where some may be left out.")
    private Integer rangeMax;

    @Option(
            names = "--relative-margin",
            description = "How far below the positive a negative must be, as a share of the positive's cosine: 0.05"
                    + " allows 95 %% of it.")
    private Double relativeMargin;

    /** So many negatives, and neither last rank nor margin. */
    public NegativeOptions(int count) {
        this.count = count;
    }

    /** All three set. */
    public NegativeOptions(int count, int rangeMax, double relativeMargin) {
        this.count = count;
        this.rangeMax = rangeMax;
        this.relativeMargin = relativeMargin;
    }

    /** For each query, at most. */
    public int count() {
        return count;
    }

    /** The last rank that is looked at. */
    public OptionalInt rangeMax() {
        return rangeMax == null ? OptionalInt.empty() : OptionalInt.of(rangeMax);
    }

    /** Share of the positive's cosine that a negative must be below it. */
    public OptionalDouble relativeMargin() {
        return relativeMargin == null ? OptionalDouble.empty() : OptionalDouble.of(relativeMargin);
    }
}
