package io.remine.operators.publishing;

import io.remine.state.blob.BlobRef;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.VersionRecord;
import java.util.List;
import java.util.Set;

/**
 * What closes a round.
 *
 * @param deletedVersions whose records nobody needs any more
 * @param deletedBlobs likewise
 */
record Publication(
        VersionRecord version,
        EvaluationRecord evaluation,
        List<ModelVersion> deletedVersions,
        Set<BlobRef> deletedBlobs) {

    Publication {
        deletedVersions = List.copyOf(deletedVersions);
        deletedBlobs = Set.copyOf(deletedBlobs);
    }
}
