package io.remine.operators.merging;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.flink.DamagedState;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.training.ProgressSlice;
import io.remine.operators.training.ProgressSliceCodec;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.model.BitDifference;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceBlobs;
import io.remine.state.model.SliceLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the base, keyed by slice, and adds the workers' progress to it at every barrier. Writes each slice's update, and now
 * and then the whole slice, as blobs for {@code models}; tells the publisher by the side output {@link #MERGED}.
 *
 * <p>Progress waits in keyed state, in memory is only which slices have some. What is merged at the barrier of a checkpoint
 * is all that came since the merge before: several rounds of a worker if checkpoints were aborted.
 */
public final class MergeOperator extends AbstractStreamOperator<OutgoingRecord>
        implements OneInputStreamOperator<ProgressSlice, OutgoingRecord>, BoundedOneInput {

    /** What has changed, for the publisher. */
    public static final OutputTag<MergedSlice> MERGED =
            new OutputTag<>("merged", CodecTypeInformation.of(MergedSliceCodec.INSTANCE, MergedSlice.class));

    private static final String BASE = "base";
    private static final String PENDING = "pending";

    private static final long serialVersionUID = 1L;

    private final int totalParameters;
    private final int sliceLength;
    private final Outer outer;
    private final int fullCopyEvery;
    private final InitialParameters initial;

    private transient SliceLayout layout;
    private transient ValueState<BaseSlice> base;
    private transient MapState<Tuple2<Integer, Long>, ProgressSlice> pending; // by worker and round
    private transient TreeSet<Integer> slicesWithProgress;
    private transient long completedCheckpoint;
    private transient float[] initialParameters;

    /**
     * @param fullCopyEvery in every so many checkpoints one writes full copies; at least 1
     * @param initial what the base begins with
     */
    public MergeOperator(SliceLayout layout, Outer outer, int fullCopyEvery, InitialParameters initial) {
        if (fullCopyEvery < 1) {
            throw new IllegalArgumentException("full copy every " + fullCopyEvery + " checkpoints, must be at least 1");
        }
        this.totalParameters = layout.total();
        this.sliceLength = layout.sliceLength();
        this.outer = outer;
        this.fullCopyEvery = fullCopyEvery;
        this.initial = initial;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        layout = new SliceLayout(totalParameters, sliceLength);
        completedCheckpoint = context.getRestoredCheckpointId().orElse(0);
        base = context.getKeyedStateStore()
                .getState(new ValueStateDescriptor<>(
                        BASE, CodecTypeInformation.of(BaseSliceCodec.INSTANCE, BaseSlice.class)));
        pending = context.getKeyedStateStore()
                .getMapState(new MapStateDescriptor<>(
                        PENDING,
                        Types.TUPLE(Types.INT, Types.LONG),
                        CodecTypeInformation.of(ProgressSliceCodec.INSTANCE, ProgressSlice.class)));
        slicesWithProgress = new TreeSet<>();
        try (Stream<Integer> slices = this.<Integer>getKeyedStateBackend().getKeys(PENDING, VoidNamespace.INSTANCE)) {
            slices.forEach(slicesWithProgress::add);
        }
        if (context.isRestored()) {
            DamagedState.ends("the state of the merger of checkpoint " + completedCheckpoint, this::restored);
        }
    }

    /** All that was restored, read so that damage shows before a worker learns anything: each value has a checksum. */
    private List<Integer> restored() throws Exception {
        List<Integer> slices;
        try (Stream<Integer> withBase = this.<Integer>getKeyedStateBackend().getKeys(BASE, VoidNamespace.INSTANCE)) {
            slices = Stream.concat(withBase, slicesWithProgress.stream())
                    .distinct()
                    .toList();
        }
        for (int slice : slices) {
            setCurrentKey(slice);
            base.value();
            progress();
        }
        return slices;
    }

    /**
     * Keeps the progress until the next barrier.
     *
     * @throws NonFiniteProgressException if a value is not finite
     */
    @Override
    public void processElement(StreamRecord<ProgressSlice> element) throws Exception {
        ProgressSlice progress = element.getValue();
        if (progress.values().length != layout.length(progress.slice())) {
            throw new IllegalArgumentException("%s, but the layout has %d; workers and merger must share a layout"
                    .formatted(progress, layout.length(progress.slice())));
        }
        NonFiniteProgressException.check(progress);
        pending.put(Tuple2.of(progress.worker(), progress.round()), progress);
        slicesWithProgress.add(progress.slice());
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        for (int slice : slicesWithProgress) {
            setCurrentKey(slice);
            merge(slice, progress(), checkpointId);
        }
        forgetProgress();
    }

    /** Merges what the workers handed in when they finished; no barrier may follow. */
    @Override
    public void endInput() throws Exception {
        for (int slice : slicesWithProgress) {
            setCurrentKey(slice);
            List<ProgressSlice> progress = progress();
            merge(
                    slice,
                    progress,
                    progress.stream().mapToLong(ProgressSlice::round).max().orElseThrow());
        }
        forgetProgress();
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        completedCheckpoint = Math.max(completedCheckpoint, checkpointId);
    }

    private List<ProgressSlice> progress() throws Exception {
        List<ProgressSlice> progress = new ArrayList<>();
        pending.values().forEach(progress::add);
        return progress;
    }

    private void merge(int slice, Collection<ProgressSlice> progress, long round) throws Exception {
        BaseSlice kept = base.value();
        BaseSlice before = kept == null ? BaseSlice.initial(initialSlice(slice)) : kept;
        BaseSlice after = SliceMerge.merge(before, progress, outer);
        BlobRef update =
                write(SliceBlobs.writeUpdate(slice, BitDifference.between(before.parameters(), after.parameters())));
        Optional<BlobRef> full = Optional.empty();
        if (isFullCopyDue(before.fullRound(), round)) {
            full = Optional.of(write(SliceBlobs.writeFull(slice, after.parameters())));
            after = after.withFullRound(round);
        }
        base.update(after);
        pending.clear();
        output.collect(
                MERGED,
                new StreamRecord<>(
                        new MergedSlice(round, slice, update, full, ParameterHash.ofSlice(after.parameters()))));
    }

    /**
     * Whether a multiple of {@code fullCopyEvery} has been passed since the last full copy, or its checkpoint has not
     * completed and so may belong to no version. The same for all slices of a version, without talk.
     */
    private boolean isFullCopyDue(long fullRound, long round) {
        return round / fullCopyEvery > fullRound / fullCopyEvery || fullRound > completedCheckpoint;
    }

    private BlobRef write(byte[] blob) {
        Blobs.split(blob)
                .forEach(chunk -> output.collect(new StreamRecord<>(OutgoingRecord.of(chunk.key(), chunk.value()))));
        return BlobRef.of(blob);
    }

    private float[] initialSlice(int slice) throws IOException {
        if (initialParameters == null) {
            initialParameters = initial.read();
        }
        return layout.copyOf(slice, initialParameters);
    }

    private void forgetProgress() {
        slicesWithProgress.clear();
        initialParameters = null;
    }
}
