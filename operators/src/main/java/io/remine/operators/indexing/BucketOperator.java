package io.remine.operators.indexing;

import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorEncoding;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.Float16;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Holds the documents of its buckets and writes what changes as segments; keyed by {@link Buckets#shard shard}. Changed
 * texts are encoded when enough of them wait, or shortly after the first. At every barrier what still waits is encoded, and
 * each bucket that changed writes a delta or, when its turn has come by the {@link RewriteRule}, all its documents anew: so
 * the segments named by manifest n hold exactly the input of checkpoint n. A bucket that has grown too large splits then: all
 * of it happens at one barrier, so that a manifest names either the whole or its parts.
 * Main output: the segments' chunks, for the topic {@code index}; {@link #SEGMENTS}: what makes up the bucket now.
 */
public final class BucketOperator extends AbstractStreamOperator<OutgoingRecord>
        implements OneInputStreamOperator<DocumentChange, OutgoingRecord>, BoundedOneInput {

    /** Buckets that changed, for the manifest. */
    public static final OutputTag<SegmentWritten> SEGMENTS = new OutputTag<>("segments", SegmentWrittenCodec.TYPE);

    private static final long serialVersionUID = 1L;

    private final DocumentEncoder.Factory encoders;
    private final int generation;
    private final BucketSettings settings;

    private transient ShardStore store;
    private transient DocumentEncoder encoder;
    private transient EncodingQueue queue;
    private transient TreeMap<Integer, DirtyBucket> dirty;
    private transient boolean timerSet;
    private transient boolean ended;
    private transient long lastCheckpoint;

    /** @param encoders opens the encoder of the generation */
    public BucketOperator(DocumentEncoder.Factory encoders, Generation generation, BucketSettings settings) {
        this.encoders = encoders;
        this.generation = generation.number();
        this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        store = new ShardStore(
                context.getKeyedStateStore(),
                (slot, descriptor) -> getPartitionedState(slot, IntSerializer.INSTANCE, descriptor),
                settings.shards());
        queue = new EncodingQueue();
        dirty = new TreeMap<>();
        lastCheckpoint = context.getRestoredCheckpointId().orElse(0);
    }

    @Override
    public void open() throws Exception {
        super.open();
        encoder = encoders.open();
    }

    @Override
    public void processElement(StreamRecord<DocumentChange> element) throws Exception {
        DocumentChange change = element.getValue();
        DocumentPlace place = DocumentPlace.of(change.id(), settings.shards());
        int bucket = store.buckets(place.shard()).bucket(place.slot());
        Optional<StoredDocument> before = store.document(place);
        DocumentRule.Outcome outcome = DocumentRule.apply(before, change, nowMillis());
        if (outcome.effect() == DocumentRule.Effect.IGNORED) {
            return;
        }
        store.put(place, outcome.after());
        if (outcome.effect() == DocumentRule.Effect.ENCODED) {
            if (before.filter(StoredDocument::isLive).isEmpty()) {
                dirty(bucket).count(1);
            }
            enqueue(place, outcome.after().text().orElseThrow());
        } else if (outcome.effect() == DocumentRule.Effect.RELABELED) {
            dirty(bucket).touch(place.id().value());
        } else if (outcome.effect() == DocumentRule.Effect.DELETED) {
            queue.remove(place);
            dirty(bucket).touch(place.id().value());
            dirty(bucket).count(-1);
        }
    }

    private void enqueue(DocumentPlace place, String text) throws Exception {
        queue.put(place, text);
        if (queue.size() >= settings.encodeBatch()) {
            encode();
        } else if (!timerSet) {
            timerSet = true;
            ScheduledFuture<?> unused = getProcessingTimeService()
                    .registerTimer(nowMillis() + settings.encodeDelayMillis(), time -> {
                        timerSet = false;
                        encode();
                    });
        }
    }

    private void encode() throws Exception {
        queue.drain(encoder, (place, vector) -> {
            setCurrentKey(place.shard());
            store.put(place, store.document(place).orElseThrow().withVector(halves(vector)));
            int bucket = store.buckets(place.shard()).bucket(place.slot());
            dirty(bucket).touch(place.id().value());
        });
    }

    private DirtyBucket dirty(int bucket) {
        return dirty.computeIfAbsent(bucket, number -> new DirtyBucket());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        lastCheckpoint = checkpointId;
        if (!ended) { // afterwards nothing may leave
            writeSegments(checkpointId);
        }
    }

    @Override
    public void endInput() throws Exception {
        writeSegments(lastCheckpoint + 1);
        ended = true;
    }

    private void writeSegments(long round) throws Exception {
        encode();
        List<RewriteRule.Changed> changed = new ArrayList<>();
        for (Map.Entry<Integer, DirtyBucket> bucket : dirty.entrySet()) {
            changed.add(changed(bucket.getKey(), bucket.getValue()));
        }
        Set<Integer> anew = RewriteRule.choose(changed, settings.rewriteRows());
        for (RewriteRule.Changed bucket : changed) {
            ShardBuckets shard = shardOf(bucket.bucket());
            if (anew.contains(bucket.bucket())) {
                rewrite(bucket, shard, round);
            } else {
                writeDelta(bucket, shard, round);
            }
        }
        dirty.clear();
    }

    private RewriteRule.Changed changed(int bucket, DirtyBucket changes) throws Exception {
        ShardBuckets shard = shardOf(bucket);
        BucketSegments before = store.content(bucket);
        int documents = before.documents() + changes.moreDocuments();
        boolean splits = shard.depthFor(bucket, documents, settings.bucketRows()) > shard.depth(bucket);
        return new RewriteRule.Changed(
                bucket, before.segments(), documents, changes.ids().size(), splits);
    }

    /** The shard of a bucket, which becomes the current key. */
    private ShardBuckets shardOf(int bucket) throws Exception {
        int shard = ShardBuckets.shardOf(bucket, settings.shards());
        setCurrentKey(shard);
        return store.buckets(shard);
    }

    private void writeDelta(RewriteRule.Changed changed, ShardBuckets shard, long round) throws Exception {
        BucketRows rows = new BucketRows();
        for (String id : dirty.get(changed.bucket()).ids()) {
            Optional<StoredDocument> document = store.document(DocumentPlace.of(new DocumentId(id), settings.shards()));
            document.ifPresentOrElse(found -> rows.add(id, found), () -> rows.addForgotten(id));
        }
        List<SegmentRef> segments = new ArrayList<>(changed.segments());
        segment(changed.bucket(), rows, settings.vectors().ofDeltas()).ifPresent(segments::add);
        write(changed.bucket(), shard, new BucketSegments(segments, changed.documents()), round);
    }

    /** All live documents, in as many buckets as they need; deleted ones are forgotten here. */
    private void rewrite(RewriteRule.Changed changed, ShardBuckets shard, long round) throws Exception {
        int bucket = changed.bucket();
        int[] slots = shard.slots(bucket);
        int depth = shard.depthFor(bucket, changed.documents(), settings.bucketRows());
        Map<Integer, BucketRows> parts = new TreeMap<>();
        shard.split(bucket, depth).forEach(part -> parts.put(part, new BucketRows()));
        for (int slot : slots) {
            gather(slot, parts.get(shard.bucket(slot)));
        }
        for (Map.Entry<Integer, BucketRows> part : parts.entrySet()) {
            List<SegmentRef> base = segment(part.getKey(), part.getValue(), settings.vectors()).stream()
                    .toList();
            write(part.getKey(), shard, new BucketSegments(base, part.getValue().live()), round);
        }
    }

    private void gather(int slot, BucketRows rows) throws Exception {
        Iterator<Map.Entry<String, StoredDocument>> documents = store.slot(slot).iterator();
        while (documents.hasNext()) {
            Map.Entry<String, StoredDocument> entry = documents.next();
            StoredDocument document = entry.getValue();
            if (document.isLive()) {
                rows.add(entry.getKey(), document);
            } else if (document.isForgotten(nowMillis(), settings.deletedMillis())) {
                documents.remove();
            } else if (document.deletedMillis() == StoredDocument.UNKNOWN) {
                entry.setValue(StoredDocument.deleted(document.version(), nowMillis()));
            }
        }
    }

    private void write(int bucket, ShardBuckets shard, BucketSegments after, long round) throws Exception {
        BucketSegments before = store.content(bucket);
        store.put(bucket, new StoredBucket(shard.depth(bucket), after));
        if (after.equals(before)) {
            return;
        }
        List<BlobRef> unreferenced = before.segments().stream()
                .map(SegmentRef::blob)
                .filter(blob -> after.segments().stream()
                        .noneMatch(segment -> segment.blob().equals(blob)))
                .toList();
        output.collect(
                SEGMENTS,
                new StreamRecord<>(
                        new SegmentWritten(bucket, round, after.segments(), after.documents(), unreferenced)));
    }

    private Optional<SegmentRef> segment(int bucket, BucketRows rows, VectorEncoding encoding) {
        return rows.segment(bucket, new Generation(generation), encoder.dimension())
                .map(segment -> emit(segment, encoding));
    }

    private SegmentRef emit(Segment segment, VectorEncoding encoding) {
        byte[] blob = SegmentCodec.write(segment, encoding);
        for (KeyedBytes chunk : Blobs.split(blob)) {
            output.collect(new StreamRecord<>(OutgoingRecord.of(chunk.key(), chunk.value())));
        }
        return new SegmentRef(
                BlobRef.of(blob), segment.rows().size(), segment.deletions().size());
    }

    private static short[] halves(float[] vector) {
        short[] halves = new short[vector.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = Float16.fromFloat(vector[i]);
        }
        return halves;
    }

    private long nowMillis() {
        return getProcessingTimeService().getCurrentProcessingTime();
    }

    @Override
    public void close() throws Exception {
        if (encoder != null) {
            encoder.close();
        }
        super.close();
    }
}
