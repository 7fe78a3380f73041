package io.remine.streams.train;

import io.remine.operators.training.TrainingProbe;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets training fail so many times, each time after another micro-batch has been trained since the last start. Counts survive
 * the restarts of the job, which copy the probe but not this class.
 */
final class Faults implements TrainingProbe {

    private static final long serialVersionUID = 1L;

    private static final Map<String, AtomicInteger> LEFT = new ConcurrentHashMap<>();

    private final Pause pause = new Pause();
    private final String name;
    private final int microBatchesBetween;

    private Faults(String name, int microBatchesBetween) {
        this.name = name;
        this.microBatchesBetween = microBatchesBetween;
    }

    /** Fails {@code count} times, each time after so many micro-batches; {@code name} is the test's own. */
    static Faults injected(String name, int count, int microBatchesBetween) {
        LEFT.put(name, new AtomicInteger(count));
        return new Faults(name, microBatchesBetween);
    }

    /** How many have not happened yet. */
    int left() {
        return LEFT.get(name).get();
    }

    @Override
    public void afterMicroBatch(Moment moment) {
        pause.afterMicroBatch(moment);
        if (moment.microBatches() % microBatchesBetween == 0
                && LEFT.get(name).getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new InjectedFault(name);
        }
    }

    /** What an injected fault throws. */
    private static final class InjectedFault extends RuntimeException {

        private static final long serialVersionUID = 1L;

        InjectedFault(String name) {
            super("a fault injected by " + name);
        }
    }
}
