package io.remine.operators.indexing;

import io.remine.state.record.DocumentId;

/** A document and {@link Buckets where it belongs}. */
record DocumentPlace(int shard, int slot, DocumentId id) {

    static DocumentPlace of(DocumentId id, int shards) {
        return new DocumentPlace(Buckets.shard(id, shards), Buckets.slot(id, shards), id);
    }
}
