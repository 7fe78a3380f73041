package io.remine.streams.mine;

import io.remine.operators.mining.Filter;
import io.remine.operators.mining.PositiveMarginFilter;
import io.remine.operators.mining.RankWindowFilter;
import io.remine.operators.mining.ScoreCapFilter;
import io.remine.operators.mining.ScoreFloorFilter;
import io.remine.operators.mining.TopSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Which candidates become negatives. Ranks are those of the whole ranking, relevant documents among them, from 1.
 *
 * @param rangeMin how many of the first ranks are passed over
 * @param rangeMax the last rank looked at; absent for as many as are likely to do
 * @param maxScore the highest cosine of a negative
 * @param minScore the lowest cosine of a negative
 * @param absoluteMargin how far below the query's lowest-scored positive a negative must be, as a cosine
 * @param relativeMargin the same as a share of that positive's cosine: with 0.05, at most 95 % of it
 * @param negatives how many for each query, at most
 * @param includePositives whether relevant documents stay in the ranking that negatives are taken from
 * @param seed of random sampling
 */
record MineSettings(
        int rangeMin,
        OptionalInt rangeMax,
        OptionalDouble maxScore,
        OptionalDouble minScore,
        OptionalDouble absoluteMargin,
        OptionalDouble relativeMargin,
        int negatives,
        Sampling sampling,
        boolean includePositives,
        long seed) {

    static final int MAX_NEGATIVES = 1_000;

    /** Ranks looked at for each negative where some are likely to be left out. */
    private static final int RANKS_PER_NEGATIVE = 10;

    /**
     * A filter, and what asked for it.
     *
     * @param option as it was given
     */
    record OptionFilter(String option, Filter filter) {}

    MineSettings {
        if (negatives < 1 || negatives > MAX_NEGATIVES) {
            throw new IllegalArgumentException(
                    "--num-negatives %d, must be 1 to %d".formatted(negatives, MAX_NEGATIVES));
        }
        if (rangeMin < 0 || rangeMin >= TopSource.MAX_RANK) {
            throw new IllegalArgumentException(
                    "--range-min %d, must be 0 to %d".formatted(rangeMin, TopSource.MAX_RANK - 1));
        }
        if (rangeMax.isPresent() && (rangeMax.getAsInt() <= rangeMin || rangeMax.getAsInt() > TopSource.MAX_RANK)) {
            throw new IllegalArgumentException("--range-max %d, must be above --range-min %d and at most %d"
                    .formatted(rangeMax.getAsInt(), rangeMin, TopSource.MAX_RANK));
        }
        if (Math.abs(relativeMargin.orElse(0)) > 1) {
            throw new IllegalArgumentException("--relative-margin %s, must be a share from -1 to 1, such as 0.05"
                    .formatted(relativeMargin.getAsDouble()));
        }
        if (minScore.isPresent() && maxScore.isPresent() && minScore.getAsDouble() > maxScore.getAsDouble()) {
            throw new IllegalArgumentException("--min-score %s is above --max-score %s; swap them"
                    .formatted(minScore.getAsDouble(), maxScore.getAsDouble()));
        }
    }

    /** The filters of recipes that do what the options say, in the order in which they are applied. */
    List<OptionFilter> filters() {
        List<OptionFilter> filters = new ArrayList<>();
        if (rangeMin > 0) {
            filters.add(new OptionFilter(
                    "--range-min " + rangeMin, new RankWindowFilter(rangeMin + 1, TopSource.MAX_RANK)));
        }
        absoluteMargin.ifPresent(margin -> filters.add(
                new OptionFilter("--absolute-margin " + margin, new PositiveMarginFilter(false, 1, margin))));
        relativeMargin.ifPresent(margin -> filters.add(
                new OptionFilter("--relative-margin " + margin, new PositiveMarginFilter(false, 1 - margin, 0))));
        maxScore.ifPresent(most -> filters.add(new OptionFilter("--max-score " + most, new ScoreCapFilter(most))));
        minScore.ifPresent(least -> filters.add(new OptionFilter("--min-score " + least, new ScoreFloorFilter(least))));
        return filters;
    }

    /** Whether only queries with a relevant document can be mined for. */
    boolean hasMargin() {
        return absoluteMargin.isPresent() || relativeMargin.isPresent();
    }

    /** How many ranks are looked at for a query with so many relevant documents. */
    int depth(int positives) {
        boolean choosy = hasMargin() || maxScore.isPresent() || minScore.isPresent() || sampling == Sampling.RANDOM;
        int likely = rangeMin + negatives * (choosy ? RANKS_PER_NEGATIVE : 1) + positives;
        return rangeMax.orElse(Math.min(likely, TopSource.MAX_RANK));
    }
}
