package io.remine.operators.publishing;

import io.remine.state.blob.BlobRef;
import io.remine.state.model.ModelVersion;
import java.util.List;

/**
 * A version that has not been deleted from {@code models}.
 *
 * @param fullCopy whether a reader can begin with it
 * @param blobs its updates and full copies
 */
record RetainedVersion(ModelVersion version, boolean fullCopy, List<BlobRef> blobs) {

    RetainedVersion {
        blobs = List.copyOf(blobs);
    }
}
