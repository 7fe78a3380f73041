package io.remine.operators.merging;

import java.io.IOException;
import java.io.Serializable;

/** Where a merger gets the base that it begins with. */
@FunctionalInterface
public interface InitialParameters extends Serializable {

    /**
     * All trainable parameters of the generation's first encoder, flat; a new array for each call.
     *
     * @throws IOException if they cannot be had; the job restarts and tries again
     */
    float[] read() throws IOException;
}
