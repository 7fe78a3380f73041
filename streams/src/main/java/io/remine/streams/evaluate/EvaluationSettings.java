package io.remine.streams.evaluate;

import java.util.List;

/**
 * How a stream is made and measured.
 *
 * @param passes over the train queries, 1 to 1,000
 * @param limit most train queries, 0 for all
 * @param noise share of queries whose clicks are wrong, 0 to 1
 * @param controlShare share of the examples that the first encoder ranks as well, 0 to 1
 * @param seed of what is drawn at random
 * @param workers who trains
 * @param marksPercent at which hundredths of the stream the splits are measured, rising, the last one 100
 * @param ahead whether the stream is answered ahead of what is learnt, which takes searching all its queries
 */
public record EvaluationSettings(
        StreamOrder order,
        int passes,
        int limit,
        double noise,
        double controlShare,
        long seed,
        Workers workers,
        List<Integer> marksPercent,
        boolean ahead) {

    /** With one worker. */
    public EvaluationSettings(
            StreamOrder order,
            int passes,
            int limit,
            double noise,
            double controlShare,
            long seed,
            List<Integer> marksPercent,
            boolean ahead) {
        this(order, passes, limit, noise, controlShare, seed, Workers.ONE, marksPercent, ahead);
    }

    public EvaluationSettings {
        marksPercent = List.copyOf(marksPercent);
        if (passes < 1 || passes > 1_000 || limit < 0) {
            throw new IllegalArgumentException(
                    "%d passes over %d queries, must be 1 to 1000, and at least 0, for all".formatted(passes, limit));
        }
        if (!(noise >= 0 && noise <= 1)) {
            throw new IllegalArgumentException("noise %s, must be a share from 0 to 1".formatted(noise));
        }
        int last = 0;
        for (int percent : marksPercent) {
            if (percent <= last) {
                throw new IllegalArgumentException("marks %s, must rise from 1 or more".formatted(marksPercent));
            }
            last = percent;
        }
        if (last != 100) {
            throw new IllegalArgumentException("marks %s, must end with 100".formatted(marksPercent));
        }
    }
}
