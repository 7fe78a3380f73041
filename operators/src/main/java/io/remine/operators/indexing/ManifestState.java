package io.remine.operators.indexing;

import io.remine.state.blob.BlobRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the manifest operator remembers.
 *
 * @param dimension length of every vector
 * @param bucketCount how many buckets documents are hashed into; fixed for as long as there is state
 * @param buckets those that have a segment, by number
 * @param offsets how far the input is contained
 * @param unreferenced blobs that wait for their tombstones, the oldest first
 */
record ManifestState(
        Generation generation,
        int dimension,
        int bucketCount,
        NavigableMap<Integer, BucketSegments> buckets,
        InputOffsets offsets,
        List<Unreferenced> unreferenced) {

    /** A blob that no manifest names since {@code sinceMillis}, milliseconds since 1970. */
    record Unreferenced(BlobRef blob, long sinceMillis) {}

    ManifestState {
        buckets = Collections.unmodifiableNavigableMap(new TreeMap<>(buckets));
        unreferenced = List.copyOf(unreferenced);
    }

    static ManifestState empty(Generation generation, int dimension, int bucketCount) {
        return new ManifestState(generation, dimension, bucketCount, new TreeMap<>(), InputOffsets.NONE, List.of());
    }

    /**
     * Fails unless the job that restores this state is set as the one that wrote it.
     *
     * @throws IllegalStateException naming what differs
     */
    void checkFits(ManifestState fresh) {
        if (!generation.equals(fresh.generation) || dimension != fresh.dimension || bucketCount != fresh.bucketCount) {
            throw new IllegalStateException(
                    "restored index has generation %d, dimension %d and %d buckets, the job is set to %d, %d and %d; set them back or start without state"
                            .formatted(
                                    generation.number(),
                                    dimension,
                                    bucketCount,
                                    fresh.generation.number(),
                                    fresh.dimension,
                                    fresh.bucketCount));
        }
    }
}
