package io.remine.streams.train;

import io.remine.operators.training.TrainingProbe;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Lets every step take so long at least, and remembers when each ended, for jobs in this process. */
final class Paced implements TrainingProbe {

    private static final long serialVersionUID = 1L;

    static final long STEP_MILLIS = Pause.STEP_MILLIS;

    private static final List<Long> ENDED_MILLIS = new CopyOnWriteArrayList<>();

    private final Pause pause = new Pause();

    /** Forgets what was before. */
    static Paced begin() {
        ENDED_MILLIS.clear();
        return new Paced();
    }

    /** Micro-batches that ended in this span, the second moment included. */
    static long between(long fromMillis, long toMillis) {
        return ENDED_MILLIS.stream()
                .filter(millis -> millis > fromMillis && millis <= toMillis)
                .count();
    }

    @Override
    public void afterMicroBatch(Moment moment) {
        pause.afterMicroBatch(moment);
        ENDED_MILLIS.add(System.currentTimeMillis());
    }
}
