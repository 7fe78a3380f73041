package io.remine.operators.publishing;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.state.blob.Blobs;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Closes versions: at every barrier behind which the base has changed, one record for {@code models}, with tombstones for
 * what nobody needs any more; one for {@code evaluations}; and the version for the gate. A single subtask.
 */
public final class PublishOperator extends AbstractStreamOperator<OutgoingRecord>
        implements OneInputStreamOperator<PublishInput, OutgoingRecord>, BoundedOneInput {

    /** Records for the topic {@code evaluations}, keyed by version. */
    public static final OutputTag<OutgoingRecord> EVALUATIONS =
            new OutputTag<>("evaluations", CodecTypeInformation.of(OutgoingRecordCodec.INSTANCE, OutgoingRecord.class));

    /** Versions, for the gate. */
    public static final OutputTag<VersionRecord> VERSIONS =
            new OutputTag<>("versions", CodecTypeInformation.of(VersionRecordCodec.INSTANCE, VersionRecord.class));

    private static final long serialVersionUID = 1L;

    private final String submission;
    private final int generationNumber;
    private final int totalParameters;
    private final int sliceLength;
    private final long windowExamples;
    private final ReleasedVersions released;

    private transient ListState<LedgerState> saved;
    private transient VersionLedger ledger;

    /**
     * @param submission the timeline of this submission of the job: fresh for each, the same over its restarts
     * @param windowExamples how many of the last examples the metrics of a version cover, at least; at least 1
     */
    public PublishOperator(
            TimelineId submission,
            Generation generation,
            SliceLayout layout,
            long windowExamples,
            ReleasedVersions released) {
        if (windowExamples < 1) {
            throw new IllegalArgumentException("window of " + windowExamples + " examples, must be at least 1");
        }
        this.submission = submission.value();
        this.generationNumber = generation.number();
        this.totalParameters = layout.total();
        this.sliceLength = layout.sliceLength();
        this.windowExamples = windowExamples;
        this.released = released;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        int parallelism = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
        if (parallelism != 1) {
            throw new IllegalStateException("the publisher runs as %d subtasks, must be 1".formatted(parallelism));
        }
        saved = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>(
                        "ledger", CodecTypeInformation.of(LedgerStateCodec.INSTANCE, LedgerState.class)));
        ledger = new VersionLedger(
                begin(context.getRestoredCheckpointId()),
                new SliceLayout(totalParameters, sliceLength),
                windowExamples);
    }

    private LedgerState begin(OptionalLong restoredCheckpoint) throws Exception {
        TimelineId timeline = new TimelineId(submission);
        Generation generation = new Generation(generationNumber);
        Iterator<LedgerState> states = saved.get().iterator();
        if (!states.hasNext()) {
            return LedgerState.fresh(Ancestry.fresh(timeline), generation);
        }
        LedgerState state = states.next();
        if (!state.generation().equals(generation)) {
            throw new IllegalStateException(
                    "restored state is of generation %d, the job trains %d; start it without state"
                            .formatted(state.generation().number(), generationNumber));
        }
        return state.restored(state.ancestry().restoredBy(timeline, restoredCheckpoint.orElseThrow()));
    }

    @Override
    public void open() throws Exception {
        super.open();
        released.open();
    }

    @Override
    public void processElement(StreamRecord<PublishInput> element) {
        ledger.accept(element.getValue());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) {
        publish();
    }

    @Override
    public void endInput() {
        publish();
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.update(List.of(ledger.state()));
    }

    @Override
    public void close() throws Exception {
        released.close();
        super.close();
    }

    private void publish() {
        ledger.close(released.current(), getProcessingTimeService().getCurrentProcessingTime())
                .ifPresent(this::emit);
    }

    private void emit(Publication publication) {
        VersionRecord version = publication.version();
        emit(OutgoingRecord.of(version.key(), version.toJson()));
        publication.deletedVersions().forEach(old -> emit(OutgoingRecord.of(VersionRecord.key(old), null)));
        publication.deletedBlobs().stream()
                .flatMap(blob -> Blobs.tombstones(blob).stream())
                .forEach(tombstone -> emit(OutgoingRecord.of(tombstone.key(), null)));
        output.collect(
                EVALUATIONS,
                new StreamRecord<>(OutgoingRecord.of(
                        version.version().toString().getBytes(StandardCharsets.UTF_8),
                        publication.evaluation().toJson())));
        output.collect(VERSIONS, new StreamRecord<>(version));
    }

    private void emit(OutgoingRecord record) {
        output.collect(new StreamRecord<>(record));
    }
}
