package io.remine.operators.indexing;

import io.remine.state.index.Segment;
import io.remine.state.record.DocumentId;
import java.util.zip.CRC32C;

/** Which bucket a document belongs to: CRC-32C of its id's UTF-8, as an unsigned number, modulo the number of buckets. */
public final class Buckets {

    private Buckets() {}

    /** From 0 to {@code buckets - 1}; a document's never changes while the number of buckets does not. */
    public static int of(DocumentId id, int buckets) {
        CRC32C checksum = new CRC32C();
        checksum.update(id.bytes());
        return (int) (checksum.getValue() % buckets);
    }

    static void check(int buckets) {
        if (buckets < 1 || buckets > Segment.MAX_BUCKETS) {
            throw new IllegalArgumentException("%d buckets, must be 1 to %d".formatted(buckets, Segment.MAX_BUCKETS));
        }
    }
}
