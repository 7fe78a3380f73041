package io.remine.operators.indexing;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.lineage.InputOffsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Which segments make up the index, and which blobs nobody needs any more. */
final class ManifestLedger {

    private final ManifestState initial;
    private final NavigableMap<Integer, BucketSegments> buckets;
    private final Set<BlobRef> dropped = new LinkedHashSet<>();
    private final List<ManifestState.Unreferenced> unreferenced;

    private InputOffsets offsets;
    private boolean changed;

    ManifestLedger(ManifestState state) {
        this.initial = state;
        this.buckets = new TreeMap<>(state.buckets());
        this.unreferenced = new ArrayList<>(state.unreferenced());
        this.offsets = state.offsets();
    }

    void accept(SegmentWritten written) {
        if (written.segments().isEmpty()) {
            buckets.remove(written.bucket());
        } else {
            buckets.put(written.bucket(), new BucketSegments(written.segments(), written.documents()));
        }
        dropped.addAll(written.unreferenced());
        changed = true;
    }

    void accept(InputOffsets read) {
        InputOffsets merged = offsets.merge(read);
        changed |= !merged.equals(offsets);
        offsets = merged;
    }

    /** The manifest of this id, if anything has changed since the last one. */
    Optional<Manifest> close(ManifestId id, long nowMillis) {
        if (!dropped.isEmpty()) {
            unreferenced.removeIf(earlier -> dropped.contains(earlier.blob())); // was named again meanwhile
            dropped.forEach(blob -> unreferenced.add(new ManifestState.Unreferenced(blob, nowMillis)));
            dropped.clear();
        }
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        List<Manifest.Bucket> listed = new ArrayList<>(buckets.size());
        long documents = 0;
        for (var bucket : buckets.entrySet()) {
            listed.add(new Manifest.Bucket(bucket.getKey(), bucket.getValue().segments()));
            documents += bucket.getValue().documents();
        }
        return Optional.of(
                new Manifest(id, initial.generation(), initial.dimension(), documents, listed, offsets, nowMillis));
    }

    /**
     * Blobs that no manifest has named for the grace period; they are forgotten here. One that is named again, because the
     * same documents came back, stays.
     */
    List<BlobRef> expired(long nowMillis, long graceMillis) {
        if (unreferenced.isEmpty() || unreferenced.get(0).sinceMillis() > nowMillis - graceMillis) {
            return List.of();
        }
        Set<BlobHash> referenced = new HashSet<>();
        buckets.values().forEach(bucket -> bucket.segments()
                .forEach(segment -> referenced.add(segment.blob().hash())));
        List<BlobRef> expired = new ArrayList<>();
        unreferenced.removeIf(blob -> {
            if (referenced.contains(blob.blob().hash())) {
                return true;
            }
            boolean due = blob.sinceMillis() <= nowMillis - graceMillis;
            if (due) {
                expired.add(blob.blob());
            }
            return due;
        });
        return List.copyOf(expired);
    }

    ManifestState state() {
        return new ManifestState(
                initial.generation(), initial.dimension(), initial.bucketCount(), buckets, offsets, unreferenced);
    }
}
