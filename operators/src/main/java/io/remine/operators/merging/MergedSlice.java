package io.remine.operators.merging;

import io.remine.state.blob.BlobRef;
import io.remine.state.model.ParameterHash;
import java.util.Optional;

/**
 * Says that a slice of the base has changed.
 *
 * @param round the checkpoint at whose barrier it was merged; at the end of the input, the last round that was
 * @param update blob with the bit difference to the slice before
 * @param full blob with the whole slice, if it was time for a full copy
 * @param sha256 of the slice after the update
 */
public record MergedSlice(long round, int slice, BlobRef update, Optional<BlobRef> full, ParameterHash sha256) {

    public MergedSlice {
        if (round < 1 || slice < 0) {
            throw new IllegalArgumentException("round %d, slice %d, must be at least 1 and 0".formatted(round, slice));
        }
    }
}
