package io.remine.state.invariant;

import io.remine.state.lineage.Lineage;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.VersionRecord;
import java.util.Optional;

/**
 * One worker that learns from the topic {@code examples} in micro-batches by count learns the same whatever happens: its last
 * version has the parameters, bit for bit, of the last version of a worker that nothing happened to.
 */
public final class SameParameters implements Invariant {

    private static final int DIGITS = 16; // of a hash, where it is told: the first 64 bits

    private Optional<VersionRecord> disturbed = Optional.empty();
    private Optional<VersionRecord> undisturbed = Optional.empty();

    @Override
    public String name() {
        return "same parameters";
    }

    /** The last version of the worker that faults happened to. */
    public synchronized void disturbed(VersionRecord last) {
        disturbed = Optional.of(last);
    }

    /** The last version of the worker that none happened to. */
    public synchronized void undisturbed(VersionRecord last) {
        undisturbed = Optional.of(last);
    }

    /** Holds not before both are there, with the same examples. */
    @Override
    public synchronized Finding finding() {
        boolean holds = disturbed.isPresent()
                && disturbed.map(VersionRecord::lineage).equals(undisturbed.map(VersionRecord::lineage))
                && parameters(disturbed).equals(parameters(undisturbed));
        return new Finding(holds, "SHA-256 %s; without faults %s".formatted(brief(disturbed), brief(undisturbed)));
    }

    private static Optional<ParameterHash> parameters(Optional<VersionRecord> version) {
        return version.map(VersionRecord::parameters);
    }

    private static String brief(Optional<VersionRecord> version) {
        Lineage lineage = version.map(VersionRecord::lineage).orElse(Lineage.NONE);
        return parameters(version)
                .map(hash -> "%s after %,d examples".formatted(hash.hex().substring(0, DIGITS), lineage.examples()))
                .orElse("nothing");
    }
}
