package io.remine.state.invariant;

import io.remine.state.model.VersionRecord;

/**
 * A worker's parameters are the published base that it has read plus its own progress that is not merged yet. Each version
 * says how far any worker was from that; sums of floats in another order may differ by {@value #MOST_DRIFT}.
 */
public final class NoWorkerStrays implements Invariant {

    /** Largest allowed difference of one parameter. */
    public static final double MOST_DRIFT = 1e-6;

    private final Breaches breaches = new Breaches();
    private long measured;
    private double largest;

    @Override
    public String name() {
        return "no worker strays";
    }

    /** A version is visible. */
    public synchronized void published(VersionRecord version) {
        double drift = version.metrics().driftFromBase();
        if (Double.isNaN(drift)) {
            return;
        }
        measured++;
        largest = Math.max(largest, drift);
        if (drift > MOST_DRIFT) {
            breaches.add("version %s: drift %.3g of at most %.0g".formatted(version.version(), drift, MOST_DRIFT));
        }
    }

    @Override
    public synchronized Finding finding() {
        return breaches.finding("drift at most %.3g in %,d versions".formatted(largest, measured));
    }
}
