package io.remine.streams.chaos;

import java.time.Duration;

/**
 * What a run is to do.
 *
 * @param seed decides the encoder, the texts and the schedule
 * @param time that faults are injected for
 * @param perSecond clicks, or examples, above 0 to 100,000
 * @param reference whether one worker learns from the topic {@code examples}, and must end with the same parameters as one
 *     that nothing happened to; else two learn from clicks
 */
record Plan(Scenario scenario, long seed, Duration time, double perSecond, boolean reference) {

    private static final Duration LONGEST = Duration.ofDays(7);

    Plan {
        if (!(perSecond > 0 && perSecond <= 100_000)
                || time.isNegative()
                || time.isZero()
                || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "%s minutes with %s clicks per second; allowed are above 0 to %d and 100000"
                            .formatted(time.toMillis() / 60e3, perSecond, LONGEST.toMinutes()));
        }
    }
}
