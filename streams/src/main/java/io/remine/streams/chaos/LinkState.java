package io.remine.streams.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * What a link does to what goes through it.
 *
 * @param label in a few words
 * @param passes whether anything does; if not, whoever is connected is not told
 * @param delayMillis that each piece is held
 * @param bytesPerSecond of each connection, each way; 0 for no bound
 * @param resetShare of the pieces whose connection is reset instead, 0 to 1
 */
record LinkState(String label, boolean passes, long delayMillis, long bytesPerSecond, double resetShare) {

    static final LinkState CLEAR = new LinkState("clear", true, 0, 0, 0);
    static final LinkState CUT = new LinkState("cut", false, 0, 0, 0);

    LinkState {
        if (delayMillis < 0 || bytesPerSecond < 0 || !(resetShare >= 0 && resetShare <= 1)) {
            throw new IllegalArgumentException(
                    "link with %d ms, %d bytes per second, %s resets; must be at least 0, resets at most 1"
                            .formatted(delayMillis, bytesPerSecond, resetShare));
        }
    }

    static LinkState slow(long delayMillis, long bytesPerSecond) {
        return new LinkState(
                String.format(Locale.ROOT, "slow (%d ms, %d KiB/s)", delayMillis, bytesPerSecond >> 10),
                true,
                delayMillis,
                bytesPerSecond,
                0);
    }

    static LinkState lossy(double resetShare) {
        return new LinkState(String.format(Locale.ROOT, "lossy (%.1f %%)", 100 * resetShare), true, 0, 0, resetShare);
    }

    /** How long a piece of so many bytes is held. */
    Duration hold(int bytes) {
        return Duration.ofMillis(delayMillis + (bytesPerSecond == 0 ? 0 : 1_000L * bytes / bytesPerSecond));
    }
}
