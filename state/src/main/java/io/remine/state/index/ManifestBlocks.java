package io.remine.state.index;

import io.remine.state.blob.BlobSource;
import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Builds the blocks that a manifest describes, and takes those of an earlier view that did not change. */
final class ManifestBlocks {

    private ManifestBlocks() {}

    /**
     * The block of each bucket, held for the caller.
     *
     * @param previous a view to share unchanged blocks with, null for none; it may be closed by now
     * @throws CorruptDataException if a segment is not what the manifest says; nothing is left behind
     * @throws IOException if a segment cannot be read
     */
    static Map<Integer, IndexBlock> build(IndexView previous, Manifest manifest, BlobSource blobs, Placement placement)
            throws IOException {
        Map<Integer, IndexBlock> blocks = new ConcurrentHashMap<>();
        boolean built = false;
        try {
            build(previous, manifest, blobs, placement, blocks);
            long documents =
                    blocks.values().stream().mapToLong(IndexBlock::rows).sum();
            if (documents != manifest.documents()) {
                throw new CorruptDataException("manifest %s says %d documents, its segments hold %d"
                        .formatted(manifest.id(), manifest.documents(), documents));
            }
            built = true;
            return blocks;
        } finally {
            if (!built) {
                blocks.values().forEach(IndexBlock::release);
            }
        }
    }

    private static void build(
            IndexView previous,
            Manifest manifest,
            BlobSource blobs,
            Placement placement,
            Map<Integer, IndexBlock> blocks)
            throws IOException {
        List<Manifest.Bucket> buckets = manifest.buckets();
        // A view that takes the place of another leaves the helpers to those who search that one meanwhile.
        int threads = previous == null ? buckets.size() : 1;
        try {
            Crew.share(buckets.size(), threads, () -> blocks, (shared, number) -> {
                Manifest.Bucket bucket = buckets.get(number);
                try {
                    shared.put(bucket.number(), block(previous, bucket, manifest, blobs, placement));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static IndexBlock block(
            IndexView previous, Manifest.Bucket bucket, Manifest manifest, BlobSource blobs, Placement placement)
            throws IOException {
        IndexBlock before = previous == null ? null : previous.retainBlock(bucket.number(), manifest, placement);
        if (before != null && before.isOf(bucket.segments())) {
            return before;
        }
        try {
            return IndexBlock.build(before, bucket, manifest, blobs, placement);
        } finally {
            if (before != null) {
                before.release();
            }
        }
    }
}
