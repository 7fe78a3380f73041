package io.remine.operators.indexing;

import io.remine.operators.flink.CodecTypeInformation;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Holds the documents of its buckets and writes what changes as segments; keyed by the {@link Buckets#of bucket}. Changed
 * texts are encoded when enough of them wait, or shortly after the first. At every barrier what still waits is encoded, and
 * each bucket that changed writes one segment: so the segments named by manifest n hold exactly the input of checkpoint n.
 * Main output: the segments' chunks, for the topic {@code index}; {@link #SEGMENTS}: what makes up the bucket now.
 */
public final class BucketOperator extends AbstractStreamOperator<OutgoingRecord>
        implements OneInputStreamOperator<DocumentChange, OutgoingRecord>, BoundedOneInput {

    /** Buckets that changed, for the manifest. */
    public static final OutputTag<SegmentWritten> SEGMENTS = new OutputTag<>("segments", SegmentWrittenCodec.TYPE);

    private static final long serialVersionUID = 1L;

    private final DocumentEncoder.Factory encoders;
    private final int generation;
    private final int buckets;
    private final VectorEncoding vectors;
    private final int encodeBatch;
    private final long encodeDelayMillis;

    private transient MapState<String, StoredDocument> documents;
    private transient ValueState<BucketSegments> segments;
    private transient DocumentEncoder encoder;
    private transient EncodingQueue queue;
    private transient TreeMap<Integer, DirtyBucket> dirty;
    private transient boolean timerSet;
    private transient boolean ended;
    private transient long lastCheckpoint;

    /**
     * @param encoders opens the encoder of the generation
     * @param buckets how many buckets documents are hashed into; must stay the same while there is state
     * @param vectors how segments write their vectors; what is written already stays until its bucket is rewritten
     * @param encodeBatch how many changed documents are encoded at once, at least 1
     * @param encodeDelayMillis how long a changed document waits for others at most, at least 0
     */
    public BucketOperator(
            DocumentEncoder.Factory encoders,
            Generation generation,
            int buckets,
            VectorEncoding vectors,
            int encodeBatch,
            long encodeDelayMillis) {
        Buckets.check(buckets);
        if (encodeBatch < 1 || encodeDelayMillis < 0) {
            throw new IllegalArgumentException(
                    "batch of %d documents after %d ms; at least 1 and 0".formatted(encodeBatch, encodeDelayMillis));
        }
        this.encoders = encoders;
        this.generation = generation.number();
        this.buckets = buckets;
        this.vectors = vectors;
        this.encodeBatch = encodeBatch;
        this.encodeDelayMillis = encodeDelayMillis;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        documents = context.getKeyedStateStore()
                .getMapState(new MapStateDescriptor<>(
                        "documents",
                        StringSerializer.INSTANCE,
                        CodecTypeInformation.of(StoredDocumentCodec.INSTANCE, StoredDocument.class)
                                .serializer()));
        segments = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>(
                        "segments",
                        CodecTypeInformation.of(BucketSegmentsCodec.INSTANCE, BucketSegments.class)
                                .serializer()));
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
        String id = change.id().value();
        EncodingQueue.Place place = new EncodingQueue.Place(Buckets.of(change.id(), buckets), change.id());
        Optional<StoredDocument> before = Optional.ofNullable(documents.get(id));
        DocumentRule.Outcome outcome = DocumentRule.apply(before, change);
        if (outcome.effect() == DocumentRule.Effect.IGNORED) {
            return;
        }
        documents.put(id, outcome.after());
        if (outcome.effect() == DocumentRule.Effect.ENCODED) {
            if (before.filter(StoredDocument::isLive).isEmpty()) {
                dirty(place.bucket()).count(1);
            }
            enqueue(place, outcome.after().text().orElseThrow());
        } else if (outcome.effect() == DocumentRule.Effect.RELABELED) {
            dirty(place.bucket()).touch(id);
        } else if (outcome.effect() == DocumentRule.Effect.DELETED) {
            queue.remove(place);
            dirty(place.bucket()).touch(id);
            dirty(place.bucket()).count(-1);
        }
    }

    private void enqueue(EncodingQueue.Place place, String text) throws Exception {
        queue.put(place, text);
        if (queue.size() >= encodeBatch) {
            encode();
        } else if (!timerSet) {
            timerSet = true;
            long now = getProcessingTimeService().getCurrentProcessingTime();
            ScheduledFuture<?> unused = getProcessingTimeService().registerTimer(now + encodeDelayMillis, time -> {
                timerSet = false;
                encode();
            });
        }
    }

    private void encode() throws Exception {
        queue.drain(encoder, (place, vector) -> {
            setCurrentKey(place.bucket());
            String id = place.id().value();
            documents.put(id, documents.get(id).withVector(halves(vector)));
            dirty(place.bucket()).touch(id);
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
        for (Map.Entry<Integer, DirtyBucket> bucket : dirty.entrySet()) {
            writeSegment(bucket.getKey(), bucket.getValue(), round);
        }
        dirty.clear();
    }

    private void writeSegment(int bucket, DirtyBucket changes, long round) throws Exception {
        setCurrentKey(bucket);
        BucketSegments before = Optional.ofNullable(segments.value()).orElse(BucketSegments.EMPTY);
        boolean rewrite = SegmentRule.rewrites(before.segments(), changes.ids().size());
        List<SegmentRef> after = rewrite ? new ArrayList<>() : new ArrayList<>(before.segments());
        (rewrite ? base(bucket) : delta(bucket, changes)).map(this::emit).ifPresent(after::add);
        BucketSegments written = new BucketSegments(after, before.documents() + changes.moreDocuments());
        if (written.equals(before)) {
            return;
        }
        segments.update(written);
        List<BlobRef> unreferenced = before.segments().stream()
                .map(SegmentRef::blob)
                .filter(blob ->
                        after.stream().noneMatch(segment -> segment.blob().equals(blob)))
                .toList();
        output.collect(
                SEGMENTS,
                new StreamRecord<>(new SegmentWritten(bucket, round, after, written.documents(), unreferenced)));
    }

    /** All live documents; none if there is none. */
    private Optional<Segment> base(int bucket) throws Exception {
        TreeMap<String, StoredDocument> live = new TreeMap<>();
        for (Map.Entry<String, StoredDocument> entry : documents.entries()) {
            if (entry.getValue().isLive()) {
                live.put(entry.getKey(), entry.getValue());
            }
        }
        List<Segment.Row> rows = new ArrayList<>(live.size());
        live.forEach((id, document) -> rows.add(row(id, document)));
        return segment(bucket, rows, List.of());
    }

    private Optional<Segment> delta(int bucket, DirtyBucket changes) throws Exception {
        List<Segment.Row> rows = new ArrayList<>();
        List<Segment.Deletion> deletions = new ArrayList<>();
        for (String id : changes.ids()) {
            StoredDocument document = documents.get(id);
            if (document.isLive()) {
                rows.add(row(id, document));
            } else {
                deletions.add(new Segment.Deletion(new DocumentId(id), Math.max(0, document.version())));
            }
        }
        return segment(bucket, rows, deletions);
    }

    private Optional<Segment> segment(int bucket, List<Segment.Row> rows, List<Segment.Deletion> deletions) {
        if (rows.isEmpty() && deletions.isEmpty()) {
            return Optional.empty();
        }
        int dimension = rows.isEmpty() ? encoder.dimension() : rows.get(0).vector().length;
        return Optional.of(new Segment(bucket, new Generation(generation), dimension, rows, deletions));
    }

    private static Segment.Row row(String id, StoredDocument document) {
        return new Segment.Row(
                new DocumentId(id),
                Math.max(0, document.version()),
                document.text().orElseThrow(),
                document.scope(),
                document.attributes(),
                floats(document.vector()));
    }

    private SegmentRef emit(Segment segment) {
        byte[] blob = SegmentCodec.write(segment, vectors);
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

    private static float[] floats(short[] halves) {
        float[] vector = new float[halves.length];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float16.toFloat(halves[i]);
        }
        return vector;
    }

    @Override
    public void close() throws Exception {
        if (encoder != null) {
            encoder.close();
        }
        super.close();
    }
}
