package io.remine.operators.indexing;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.ManifestId;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Publishes the manifest at every barrier before which anything changed, and tombstones for segments that no manifest has
 * named for the grace period. First input: buckets that changed; second: how far the documents were read. Main output:
 * records for the topic {@code index}. A single subtask.
 */
public final class ManifestOperator extends AbstractStreamOperator<OutgoingRecord>
        implements TwoInputStreamOperator<SegmentWritten, InputOffsets, OutgoingRecord>, BoundedMultiInput {

    private static final long serialVersionUID = 1L;
    private static final int INPUTS = 2;

    private final String submission;
    private final int generation;
    private final int dimension;
    private final int buckets;
    private final long graceMillis;

    private transient ListState<ManifestState> saved;
    private transient ManifestLedger ledger;
    private transient long lastCheckpoint;
    private transient int endedInputs;

    /**
     * @param submission the timeline of this submission of the job: fresh for each, the same over its restarts
     * @param dimension length of every vector
     * @param buckets how many buckets documents are hashed into, as in the bucket operator
     * @param graceMillis how long a segment stays after the last manifest that named it, for readers that still fetch it
     */
    public ManifestOperator(
            TimelineId submission, Generation generation, int dimension, int buckets, long graceMillis) {
        Buckets.check(buckets);
        if (graceMillis < 0) {
            throw new IllegalArgumentException("grace of %d ms, must be at least 0".formatted(graceMillis));
        }
        this.submission = submission.value();
        this.generation = generation.number();
        this.dimension = dimension;
        this.buckets = buckets;
        this.graceMillis = graceMillis;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        int parallelism = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        if (parallelism != 1) {
            throw new IllegalStateException(
                    "the manifest operator runs as %d subtasks, must be 1".formatted(parallelism));
        }
        saved = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(
                        "manifest",
                        CodecTypeInformation.of(ManifestStateCodec.INSTANCE, ManifestState.class)
                                .serializer()));
        ManifestState state = ManifestState.empty(new Generation(generation), dimension, buckets);
        Iterator<ManifestState> states = saved.get().iterator();
        if (states.hasNext()) {
            ManifestState restored = states.next();
            restored.checkFits(state);
            state = restored;
        }
        ledger = new ManifestLedger(state);
        lastCheckpoint = context.getRestoredCheckpointId().orElse(0);
    }

    @Override
    public void processElement1(StreamRecord<SegmentWritten> element) {
        ledger.accept(element.getValue());
    }

    @Override
    public void processElement2(StreamRecord<InputOffsets> element) {
        ledger.accept(element.getValue());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        lastCheckpoint = checkpointId;
        if (endedInputs < INPUTS) { // afterwards nothing may leave
            publish(checkpointId);
        }
    }

    @Override
    public void endInput(int input) {
        endedInputs++;
        if (endedInputs == INPUTS) {
            publish(lastCheckpoint + 1);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.update(List.of(ledger.state()));
    }

    private void publish(long checkpointId) {
        long nowMillis = getProcessingTimeService().getCurrentProcessingTime();
        ManifestId id = new ManifestId(new TimelineId(submission), checkpointId);
        ledger.close(id, nowMillis).ifPresent(manifest -> emit(manifest.key(), manifest.toJson()));
        for (BlobRef blob : ledger.expired(nowMillis, graceMillis)) {
            for (KeyedBytes tombstone : Blobs.tombstones(blob)) {
                emit(tombstone.key(), tombstone.value());
            }
        }
    }

    private void emit(byte[] key, byte[] value) {
        output.collect(new StreamRecord<>(OutgoingRecord.of(key, value)));
    }
}
