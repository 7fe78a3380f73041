package io.remine.operators.publishing;

import io.remine.state.model.ModelVersion;
import java.io.Serializable;
import java.util.Set;

/** Which versions serve, so that nothing of them is deleted. */
@FunctionalInterface
public interface ReleasedVersions extends Serializable {

    /** Waits until this process has heard of every release so far: what it has not heard of would be deleted. */
    default void open() throws InterruptedException {}

    /** The versions that the gate and somebody by hand have released last, as far as this process has heard. */
    Set<ModelVersion> current();

    /** Frees what {@link #current} holds in this process. */
    default void close() {}
}
