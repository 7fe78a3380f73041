package io.remine.streams.chaos;

import io.remine.state.invariant.Finding;
import io.remine.state.invariant.Invariant;
import java.util.Locale;

/** Once a network is whole again, a version is published and searches are answered within {@value #MOST_SECONDS} seconds. */
final class BackAfterHealing implements Invariant {

    static final long MOST_SECONDS = 60;

    private long times;
    private long longestMillis;
    private String longest = "nothing";

    @Override
    public String name() {
        return "back after healing";
    }

    /** A fault is over, and so many milliseconds later all was well. */
    synchronized void recovered(String fault, long millis) {
        times++;
        if (millis > longestMillis) {
            longestMillis = millis;
            longest = fault;
        }
    }

    @Override
    public synchronized Finding finding() {
        return new Finding(
                longestMillis <= MOST_SECONDS * 1_000,
                String.format(
                        Locale.ROOT,
                        "%d times; %.1f s at most of %d s, after: %s",
                        times,
                        longestMillis / 1e3,
                        MOST_SECONDS,
                        longest));
    }
}
