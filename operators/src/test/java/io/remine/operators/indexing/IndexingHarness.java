package io.remine.operators.indexing;

import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.ChunkKey;
import io.remine.state.blob.RecordValue;
import io.remine.state.index.Manifest;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorEncoding;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.DocumentChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;

/** Bucket operator on RocksDB and manifest operator, with what they write put together as a reader would. */
@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
final class IndexingHarness implements AutoCloseable {

    static final int BUCKETS = 3;
    static final int BATCH = 8;
    static final long DELAY_MILLIS = 100;
    static final long GRACE_MILLIS = 10_000;
    static final long DELETED_MILLIS = 20_000;
    static final BucketSettings SETTINGS =
            new BucketSettings(BUCKETS, 1_000_000, 1_000_000, DELETED_MILLIS, VectorEncoding.HALF, BATCH, DELAY_MILLIS);

    /** What a checkpoint holds of both operators. */
    record Checkpoint(long id, OperatorSubtaskState buckets, OperatorSubtaskState manifest) {}

    /** A document as a reader sees it. */
    record Found(String text, List<Float> vector) {}

    private final KeyedOneInputStreamOperatorTestHarness<Integer, DocumentChange, OutgoingRecord> buckets;
    private final TwoInputStreamOperatorTestHarness<SegmentWritten, InputOffsets, OutgoingRecord> manifest;
    private final BlobCache cache;
    private final BlobAssembler assembler;
    private final Map<String, Integer> topic = new TreeMap<>();
    private long checkpoint;
    private Optional<Manifest> newest = Optional.empty();

    IndexingHarness(BlobCache cache, DocumentEncoder.Factory encoders, Checkpoint restored) throws Exception {
        this(cache, encoders, SETTINGS, restored);
    }

    IndexingHarness(BlobCache cache, DocumentEncoder.Factory encoders, BucketSettings settings, Checkpoint restored)
            throws Exception {
        this.cache = cache;
        assembler = new BlobAssembler(cache, new BlobAssembler.Limits(1 << 24, 1 << 26));
        buckets = new KeyedOneInputStreamOperatorTestHarness<>(
                new BucketOperator(encoders, Generation.FIRST, settings),
                change -> Buckets.shard(change.id(), BUCKETS),
                Types.INT);
        buckets.setStateBackend(new EmbeddedRocksDBStateBackend());
        buckets.setup(OutgoingRecordCodec.TYPE.serializer());
        manifest = new TwoInputStreamOperatorTestHarness<>(new ManifestOperator(
                new TimelineId("life"), Generation.FIRST, FakeEncoder.DIMENSION, BUCKETS, GRACE_MILLIS));
        manifest.setup(OutgoingRecordCodec.TYPE.serializer());
        if (restored != null) {
            checkpoint = restored.id();
            buckets.setRestoredCheckpointId(restored.id());
            buckets.initializeState(restored.buckets());
            manifest.setRestoredCheckpointId(restored.id());
            manifest.initializeState(restored.manifest());
        }
        buckets.open();
        manifest.open();
    }

    void change(DocumentChange change) throws Exception {
        buckets.processElement(new StreamRecord<>(change));
    }

    void offsets(InputOffsets offsets) throws Exception {
        manifest.processElement2(new StreamRecord<>(offsets));
    }

    void time(long millis) throws Exception {
        buckets.setProcessingTime(millis);
        manifest.setProcessingTime(millis);
    }

    /** A barrier, through both operators in order. */
    Checkpoint barrier() throws Exception {
        checkpoint++;
        buckets.prepareSnapshotPreBarrier(checkpoint);
        OperatorSubtaskState bucketState = buckets.snapshot(checkpoint, checkpoint);
        forward();
        manifest.prepareSnapshotPreBarrier(checkpoint);
        OperatorSubtaskState manifestState = manifest.snapshot(checkpoint, checkpoint);
        read();
        return new Checkpoint(checkpoint, bucketState, manifestState);
    }

    void endInput() throws Exception {
        buckets.endInput();
        forward();
        manifest.endInput1();
        manifest.endInput2();
        read();
    }

    Optional<Manifest> newest() {
        return newest;
    }

    /** What compaction would leave of the topic: the bytes of the newest value of each key that is not deleted. */
    long liveBytes() {
        return topic.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** How many blobs have a chunk among that. */
    long liveBlobs() {
        return topic.keySet().stream()
                .filter(key -> !key.startsWith(Manifest.KEY_PREFIX))
                .map(key -> key.substring(0, key.indexOf('/')))
                .distinct()
                .count();
    }

    /** The documents that the newest manifest describes, with the segments applied in their order. */
    Map<String, Found> view() throws Exception {
        Map<String, Found> found = new TreeMap<>();
        for (Manifest.Bucket bucket : newest.orElseThrow().buckets()) {
            Map<String, Found> ofBucket = new TreeMap<>();
            for (SegmentRef ref : bucket.segments()) {
                Segment segment = SegmentCodec.read(cache.read(ref.blob()));
                segment.deletions()
                        .forEach(deletion -> ofBucket.remove(deletion.id().value()));
                segment.rows()
                        .forEach(row -> ofBucket.put(row.id().value(), new Found(row.text(), list(row.vector()))));
            }
            ofBucket.forEach((id, document) -> {
                if (found.put(id, document) != null) {
                    throw new IllegalStateException(id + " is in two buckets");
                }
            });
        }
        return found;
    }

    static List<Float> list(float[] vector) {
        List<Float> list = new ArrayList<>();
        for (float value : vector) {
            list.add(value);
        }
        return list;
    }

    private void forward() throws Exception {
        Queue<StreamRecord<SegmentWritten>> written = buckets.getSideOutput(BucketOperator.SEGMENTS);
        while (written != null && !written.isEmpty()) {
            manifest.processElement1(written.remove());
        }
    }

    private void read() throws Exception {
        List<OutgoingRecord> records = new ArrayList<>(buckets.extractOutputValues());
        records.addAll(manifest.extractOutputValues());
        buckets.getOutput().clear();
        manifest.getOutput().clear();
        for (OutgoingRecord record : records) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (record.value() == null) {
                topic.remove(key);
            } else {
                topic.put(key, key.length() + record.value().length);
            }
            if (key.startsWith(Manifest.KEY_PREFIX)) {
                newest = Optional.of(Manifest.fromJson(record.value()));
            } else {
                assembler.accept(ChunkKey.parse(record.key()).orElseThrow(), RecordValue.of(record.value()));
            }
        }
    }

    @Override
    public void close() throws Exception {
        buckets.close();
        manifest.close();
    }
}
