package io.remine.streams.demo;

import java.time.Duration;

/**
 * How fast readers may click, so that clicks are trained about as fast as they come: additive increase, multiplicative
 * decrease (Chiu and Jain 1989). The signal is the lag of a version, the clicks that were made before its barrier and are
 * not contained in it. What lags behind waits for another version, so half a checkpoint interval's worth is the limit.
 */
final class Pace {

    private static final double INCREASE = 0.08;
    private static final double DECREASE = 0.85;
    private static final double MIN_PER_SECOND = 2;
    private static final double MAX_PER_SECOND = 5_000;
    /** A lag that is no lag: micro-batches that are under way or not yet full. */
    private static final long BATCHES_UNDER_WAY = 3;

    private final long harmlessLag;
    private final Duration interval;
    private double perSecond;

    Pace(double startPerSecond, int microBatch, Duration interval) {
        this.perSecond = clamp(startPerSecond);
        this.harmlessLag = BATCHES_UNDER_WAY * microBatch;
        this.interval = interval;
    }

    /** Clicks per second. */
    synchronized double perSecond() {
        return perSecond;
    }

    /**
     * Learns of a version.
     *
     * @param lag clicks made before its barrier that it does not contain
     * @param trainedPerSecond examples trained per second since the version before: where clicks lag, the job's capacity
     */
    synchronized void adapt(long lag, double trainedPerSecond) {
        double half = trainedPerSecond * interval.toMillis() / 1000.0 / 2;
        if (lag <= harmlessLag || lag <= half) {
            perSecond = clamp(perSecond + INCREASE * Math.max(perSecond, trainedPerSecond));
        } else {
            perSecond = clamp(DECREASE * Math.min(perSecond, trainedPerSecond));
        }
    }

    private static double clamp(double rate) {
        return Math.max(MIN_PER_SECOND, Math.min(MAX_PER_SECOND, rate));
    }
}
