package io.remine.operators.joining;

/**
 * When something that came now leaves. Times are rounded up to one a second for each key, so that many clicks of a query
 * need few timers; keys have their own phase within the second, so that they do not all fire together and hold up a barrier.
 */
final class Expiry {

    private static final long STEP_MILLIS = 1_000;

    private Expiry() {}

    /** At least {@code timeToLiveMillis} from now and less than a second more. */
    static long at(String key, long nowMillis, long timeToLiveMillis) {
        long phase = Math.floorMod(key.hashCode(), STEP_MILLIS);
        long earliest = nowMillis + timeToLiveMillis;
        return phase + Math.floorDiv(earliest - phase + STEP_MILLIS - 1, STEP_MILLIS) * STEP_MILLIS;
    }
}
