package io.remine.state.verify;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobSource;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Manifest;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.record.DocumentId;
import io.remine.state.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether a manifest's segments are there, are what it says, and make up the documents it says. One bucket at a time. */
final class ManifestCheck {

    private final Manifest manifest;
    private final BlobSource blobs;
    private final Map<BlobHash, BlobAssembler.Incomplete> incomplete;
    private final Findings findings;

    /** In which bucket each document was found. */
    private final Map<DocumentId, Integer> bucketOf = new HashMap<>();

    private boolean whole = true;

    ManifestCheck(
            Manifest manifest,
            BlobSource blobs,
            Map<BlobHash, BlobAssembler.Incomplete> incomplete,
            Findings findings) {
        this.manifest = manifest;
        this.blobs = blobs;
        this.incomplete = incomplete;
        this.findings = findings;
    }

    void run() throws IOException {
        long documents = 0;
        for (Manifest.Bucket bucket : manifest.buckets()) {
            documents += documents(bucket);
        }
        if (whole && documents != manifest.documents()) {
            findings.add(
                    Kind.WRONG_DOCUMENT_COUNT,
                    "manifest %s says %d documents, its segments hold %d"
                            .formatted(manifest.id(), manifest.documents(), documents));
        }
    }

    /** How many documents are left when the bucket's segments have been applied. */
    private int documents(Manifest.Bucket bucket) throws IOException {
        Map<DocumentId, Long> live = new HashMap<>();
        Map<DocumentId, Long> versions = new HashMap<>();
        for (SegmentRef reference : bucket.segments()) {
            Optional<Segment> segment = read(bucket, reference);
            if (segment.isEmpty()) {
                whole = false;
                continue;
            }
            checkIsOf(bucket, reference, segment.get());
            for (Segment.Deletion deletion : segment.get().deletions()) {
                live.remove(deletion.id());
                checkVersion(deletion.id(), deletion.version(), versions, reference);
            }
            for (Segment.Row row : segment.get().rows()) {
                live.put(row.id(), row.version());
                checkVersion(row.id(), row.version(), versions, reference);
            }
        }
        live.keySet().forEach(id -> checkBucket(id, bucket.number()));
        return live.size();
    }

    private Optional<Segment> read(Manifest.Bucket bucket, SegmentRef reference) throws IOException {
        BlobHash blob = reference.blob().hash();
        try {
            return Optional.of(SegmentCodec.read(blobs.read(reference.blob())));
        } catch (NoSuchFileException e) {
            String missing =
                    incomplete.containsKey(blob) ? incomplete.get(blob).missing() : "not one chunk of it is there";
            findings.add(
                    Kind.MISSING_SEGMENT,
                    "manifest %s, bucket %d, segment %s: %s".formatted(manifest.id(), bucket.number(), blob, missing));
        } catch (CorruptDataException e) {
            findings.add(
                    Kind.UNREADABLE_SEGMENT,
                    "manifest %s, bucket %d, segment %s: %s"
                            .formatted(manifest.id(), bucket.number(), blob, e.getMessage()));
        }
        return Optional.empty();
    }

    private void checkIsOf(Manifest.Bucket bucket, SegmentRef reference, Segment segment) {
        check("bucket", bucket.number(), segment.bucket(), reference);
        check("generation", manifest.generation().number(), segment.generation().number(), reference);
        check("dimension", manifest.dimension(), segment.dimension(), reference);
        check("rows", reference.rows(), segment.rows().size(), reference);
        check("deletions", reference.deletions(), segment.deletions().size(), reference);
    }

    private void check(String what, int said, int found, SegmentRef reference) {
        if (said != found) {
            findings.add(
                    Kind.WRONG_SEGMENT,
                    "segment %s: %s %d, manifest %s says %d"
                            .formatted(reference.blob().hash(), what, found, manifest.id(), said));
        }
    }

    private void checkVersion(DocumentId id, long version, Map<DocumentId, Long> versions, SegmentRef reference) {
        Long before = versions.put(id, version);
        if (before != null && version < before) {
            findings.add(
                    Kind.VERSION_WENT_BACK,
                    "document %s: version %d in segment %s, %d in one before it"
                            .formatted(id, version, reference.blob().hash(), before));
        }
    }

    private void checkBucket(DocumentId id, int bucket) {
        Integer other = bucketOf.putIfAbsent(id, bucket);
        if (other != null) {
            findings.add(
                    Kind.MISPLACED_DOCUMENT,
                    "document %s is in bucket %d and in bucket %d of manifest %s"
                            .formatted(id, other, bucket, manifest.id()));
        }
    }
}
