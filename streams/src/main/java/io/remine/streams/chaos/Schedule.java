package io.remine.streams.chaos;

import java.util.Optional;
import java.util.Random;

/**
 * The faults of a run, one after the other: the same for the same scenario and seed. A fault follows the recovery from the
 * one before by a random while, so that the deployment is hit in any state.
 */
final class Schedule {

    private static final int LEAST_MILLIS = 500;
    private static final int MOST_MILLIS = 6_000;

    /**
     * The next thing to do.
     *
     * @param afterMillis since the recovery from the fault before
     * @param fault what is done
     * @param which of several that it may be done to, as a share of their number: 0 to below 1
     */
    record Step(long afterMillis, Fault fault, double which) {}

    private final Scenario scenario;
    private final Random random;

    Schedule(Scenario scenario, long seed) {
        this.scenario = scenario;
        this.random = new Random(seed);
    }

    /** The next step; empty if nothing is ever done. */
    Optional<Step> next() {
        if (scenario.faults().isEmpty()) {
            return Optional.empty();
        }
        long afterMillis = random.nextInt(LEAST_MILLIS, MOST_MILLIS);
        Fault fault = scenario.faults().get(random.nextInt(scenario.faults().size()));
        return Optional.of(new Step(afterMillis, fault, random.nextDouble()));
    }
}
