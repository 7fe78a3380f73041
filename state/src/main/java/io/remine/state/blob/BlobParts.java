package io.remine.state.blob;

import java.util.BitSet;
import java.util.Optional;

/** What the log, as far as it was read, holds of a blob. The assembler's own, to be changed by its thread alone. */
final class BlobParts {

    final long blobBytes;
    final BitSet chunks = new BitSet();

    /** Whether the cache shows the blob. */
    boolean visible;

    /** Of the chunks as they came, while each came once and in order. */
    Optional<RunningHash> hash;

    BlobParts(long blobBytes, boolean visible) {
        this.blobBytes = blobBytes;
        this.visible = visible;
        this.hash = visible ? Optional.empty() : Optional.of(new RunningHash());
    }

    void add(Chunk chunk) {
        int index = chunk.key().index();
        if (chunks.nextClearBit(0) != index || chunks.length() > index) {
            hash = Optional.empty();
        }
        hash.ifPresent(so -> so.add(chunk.payload().duplicate()));
        chunks.set(index);
    }

    String missing() {
        int all = Blobs.chunks(blobBytes);
        BitSet absent = new BitSet(all);
        absent.set(0, all);
        absent.andNot(chunks);
        return absent.isEmpty()
                ? "all %d chunks are there, but they have another SHA-256".formatted(all)
                : "of %d chunks %s are missing".formatted(all, absent);
    }

    boolean hasAllChunks() {
        return chunks.cardinality() == Blobs.chunks(blobBytes);
    }
}
