package io.remine.operators.merging;

import static io.remine.operators.merging.Progress.bits;
import static io.remine.operators.merging.Progress.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.operators.training.ProgressSlice;
import io.remine.state.blob.Blobs;
import io.remine.state.model.BitDifference;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceBlobs;
import io.remine.state.model.SliceLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class MergeOperatorTest {

    private static final SliceLayout LAYOUT = new SliceLayout(3, 2);
    private static final int FULL_COPY_EVERY = 4;
    private static final float[] FIRST_SLICE = {1, 2};
    private static final float[] SECOND_SLICE = {3};

    @Test
    void progressIsMergedAtTheBarrierAndNotBefore() throws Exception {
        try (Harness harness = open()) {
            harness.hand(floats(0, 1, 0, 32, 10, 20));
            harness.hand(floats(0, 1, 1, 32, 30));
            assertThat(harness.extractOutputValues()).isEmpty();

            harness.prepareSnapshotPreBarrier(1);

            assertThat(harness.merged())
                    .extracting(MergedSlice::slice, MergedSlice::round, MergedSlice::sha256)
                    .containsExactly(
                            tuple(0, 1L, ParameterHash.ofSlice(new float[] {11, 22})),
                            tuple(1, 1L, ParameterHash.ofSlice(new float[] {33})));
            assertThat(harness.extractOutputValues())
                    .as("the updates' chunks, of the first slice and of the second")
                    .containsExactlyElementsOf(chunks(
                            SliceBlobs.writeUpdate(0, BitDifference.between(FIRST_SLICE, new float[] {11, 22})),
                            SliceBlobs.writeUpdate(1, BitDifference.between(SECOND_SLICE, new float[] {33}))));
        }
    }

    @Test
    void aBarrierWithoutProgressMergesNothing() throws Exception {
        try (Harness harness = open()) {
            harness.hand(floats(0, 1, 1, 32, 30));
            harness.prepareSnapshotPreBarrier(1);
            harness.prepareSnapshotPreBarrier(2);

            assertThat(harness.merged()).hasSize(1);
        }
    }

    @Test
    void theProgressOfAnAbortedCheckpointIsMergedWithTheNext() throws Exception {
        try (Harness harness = open()) {
            harness.hand(floats(0, 1, 1, 10, 4));
            harness.hand(floats(0, 2, 1, 10, 2));
            harness.hand(floats(1, 2, 1, 20, 8));
            harness.prepareSnapshotPreBarrier(2);

            assertThat(harness.merged())
                    .extracting(MergedSlice::round, MergedSlice::sha256)
                    .containsExactly(tuple(2L, ParameterHash.ofSlice(new float[] {3 + 0.5f * 6 + 0.5f * 8})));
        }
    }

    @Test
    void aRestoreInMidRoundKeepsTheBaseTheVelocityAndWhatIsPending() throws Exception {
        Outer outer = new Outer.Nesterov(0.5, 0.5);
        OperatorSubtaskState checkpoint;
        try (Harness harness = open(outer)) {
            harness.hand(floats(0, 1, 1, 32, 1));
            harness.prepareSnapshotPreBarrier(1);
            harness.hand(floats(0, 2, 1, 32, 2));
            checkpoint = harness.snapshot(1, 0);
        }
        try (Harness harness = restore(checkpoint, 1, outer)) {
            harness.prepareSnapshotPreBarrier(2);

            assertThat(harness.merged())
                    .extracting(MergedSlice::round, MergedSlice::sha256)
                    .containsExactly(tuple(2L, ParameterHash.ofSlice(new float[] {3 + 0.75f + 1.625f})));
        }
    }

    @Test
    void bitPatternsAreFoldedOntoARestoredBase() throws Exception {
        OperatorSubtaskState checkpoint;
        try (Harness harness = open()) {
            harness.hand(bits(1, 1, 32, SECOND_SLICE, new float[] {0.1f}));
            harness.prepareSnapshotPreBarrier(1);
            checkpoint = harness.snapshot(1, 0);
        }
        try (Harness harness = restore(checkpoint, 1, new Outer.Identity())) {
            harness.hand(bits(2, 1, 32, new float[] {0.1f}, new float[] {-1e-40f}));
            harness.prepareSnapshotPreBarrier(2);

            assertThat(harness.merged())
                    .extracting(MergedSlice::sha256)
                    .containsExactly(ParameterHash.ofSlice(new float[] {-1e-40f}));
        }
    }

    @Test
    void theEndOfTheInputMergesWhatFinishedWorkersHandedIn() throws Exception {
        try (Harness harness = open()) {
            harness.hand(floats(0, 3, 1, 10, 4));
            harness.hand(floats(1, 5, 1, 10, 4));
            harness.endInput();

            assertThat(harness.merged()).extracting(MergedSlice::round).containsExactly(5L);
        }
    }

    @Test
    void aFullCopyIsWrittenWhenItsPeriodHasPassedAndAgainUntilItsCheckpointCompletes() throws Exception {
        try (Harness harness = open()) {
            for (long round : new long[] {3, 5, 6, 7, 9}) {
                harness.hand(floats(0, round, 1, 32, 1));
                harness.prepareSnapshotPreBarrier(round);
                boolean aborted = round == 5;
                if (!aborted) {
                    harness.notifyOfCompletedCheckpoint(round);
                }
            }

            assertThat(harness.merged())
                    .extracting(merged -> merged.full().isPresent())
                    .containsExactly(false, true, true, false, true);
            assertThat(harness.extractOutputValues()).containsAll(chunks(SliceBlobs.writeFull(1, new float[] {3 + 3})));
        }
    }

    @Test
    void progressThatIsNotFiniteStopsTheTaskBeforeAnythingOfTheRoundIsMerged() throws Exception {
        try (Harness harness = open()) {
            harness.hand(floats(2, 7, 0, 32, 1, 1));

            assertThatThrownBy(() -> harness.hand(floats(2, 7, 1, 32, Float.NaN)))
                    .isInstanceOf(NonFiniteProgressException.class)
                    .hasMessageContaining("worker 2 in round 7, slice 1")
                    .hasMessageContaining("NaN");
            assertThat(harness.extractOutputValues()).isEmpty();
        }
    }

    @Test
    void refusesProgressOfAnotherLayout() throws Exception {
        try (Harness harness = open()) {
            assertThatThrownBy(() -> harness.hand(floats(0, 1, 1, 32, 1, 2))).hasMessageContaining("the layout has 1");
        }
    }

    private static List<OutgoingRecord> chunks(byte[]... blobs) {
        return Arrays.stream(blobs)
                .flatMap(blob -> Blobs.split(blob).stream())
                .map(chunk -> OutgoingRecord.of(chunk.key(), chunk.value()))
                .toList();
    }

    private static Harness open() throws Exception {
        return open(new Outer.Identity());
    }

    private static Harness open(Outer outer) throws Exception {
        Harness harness = new Harness(outer);
        harness.open();
        return harness;
    }

    private static Harness restore(OperatorSubtaskState checkpoint, long id, Outer outer) throws Exception {
        Harness harness = new Harness(outer);
        harness.setRestoredCheckpointId(id);
        harness.initializeState(checkpoint);
        harness.open();
        return harness;
    }

    private static final class Harness
            extends KeyedOneInputStreamOperatorTestHarness<Integer, ProgressSlice, OutgoingRecord> {

        Harness(Outer outer) throws Exception {
            super(
                    new MergeOperator(LAYOUT, outer, FULL_COPY_EVERY, () -> new float[] {1, 2, 3}),
                    ProgressSlice::slice,
                    Types.INT);
            setStateBackend(new EmbeddedRocksDBStateBackend());
            setup(CodecTypeInformation.of(OutgoingRecordCodec.INSTANCE, OutgoingRecord.class)
                    .serializer());
        }

        void hand(ProgressSlice progress) throws Exception {
            processElement(new StreamRecord<>(progress));
        }

        List<MergedSlice> merged() {
            Queue<StreamRecord<MergedSlice>> merged = getSideOutput(MergeOperator.MERGED);
            return merged == null
                    ? List.of()
                    : merged.stream().map(StreamRecord::getValue).toList();
        }
    }
}
