package io.remine.operators.indexing;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.record.DocumentId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;

/**
 * The state of the shard that is Flink's current key: its documents by slot, so that those of one bucket are read without
 * the others, and its buckets. What releases without slots wrote, whose shards were one bucket each, is brought into this form
 * when the shard is first used.
 */
final class ShardStore {

    private final Slots slots;
    private final int shards;
    private final MapStateDescriptor<String, StoredDocument> bySlot = documents("documents-by-slot");
    private final MapState<Integer, StoredBucket> buckets;
    private final MapState<String, StoredDocument> withoutSlots;
    private final ValueState<BucketSegments> onlyBucket;
    private final Map<Integer, ShardBuckets> known = new HashMap<>();

    /** Gives the state of one slot, valid until that of another is asked for. */
    @FunctionalInterface
    interface Slots {
        MapState<String, StoredDocument> of(int slot, MapStateDescriptor<String, StoredDocument> descriptor)
                throws Exception;
    }

    ShardStore(KeyedStateStore store, Slots slots, int shards) {
        this.slots = slots;
        this.shards = shards;
        buckets = store.getMapState(new MapStateDescriptor<>(
                "buckets",
                IntSerializer.INSTANCE,
                CodecTypeInformation.of(StoredBucketCodec.INSTANCE, StoredBucket.class)
                        .serializer()));
        withoutSlots = store.getMapState(documents("documents"));
        onlyBucket = store.getState(new ValueStateDescriptor<>(
                "segments",
                CodecTypeInformation.of(BucketSegmentsCodec.INSTANCE, BucketSegments.class)
                        .serializer()));
    }

    /** Which buckets the shard consists of; its number must be the current key. */
    ShardBuckets buckets(int shard) throws Exception {
        ShardBuckets found = known.get(shard);
        if (found == null) {
            bringIntoSlots(shard);
            found = new ShardBuckets(shard, shards);
            for (Map.Entry<Integer, StoredBucket> bucket : buckets.entries()) {
                found.add(bucket.getKey(), bucket.getValue().depth());
            }
            known.put(shard, found);
        }
        return found;
    }

    /** What makes up a bucket. */
    BucketSegments content(int bucket) throws Exception {
        return Optional.ofNullable(buckets.get(bucket))
                .map(StoredBucket::content)
                .orElse(BucketSegments.EMPTY);
    }

    void put(int bucket, StoredBucket stored) throws Exception {
        buckets.put(bucket, stored);
    }

    Optional<StoredDocument> document(DocumentPlace place) throws Exception {
        return Optional.ofNullable(slot(place.slot()).get(place.id().value()));
    }

    void put(DocumentPlace place, StoredDocument document) throws Exception {
        slot(place.slot()).put(place.id().value(), document);
    }

    /** All documents of a slot, deleted ones too. */
    MapState<String, StoredDocument> slot(int slot) throws Exception {
        return slots.of(slot, bySlot);
    }

    private static MapStateDescriptor<String, StoredDocument> documents(String name) {
        return new MapStateDescriptor<>(
                name,
                StringSerializer.INSTANCE,
                CodecTypeInformation.of(StoredDocumentCodec.INSTANCE, StoredDocument.class)
                        .serializer());
    }

    private void bringIntoSlots(int shard) throws Exception {
        BucketSegments only = onlyBucket.value();
        if (only != null) {
            buckets.put(shard, new StoredBucket(0, only));
            onlyBucket.clear();
        }
        if (withoutSlots.isEmpty()) {
            return;
        }
        for (Map.Entry<String, StoredDocument> document : withoutSlots.entries()) {
            put(DocumentPlace.of(new DocumentId(document.getKey()), shards), document.getValue());
        }
        withoutSlots.clear();
    }
}
