package io.remine.operators.releasing;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.Golden;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.state.blob.BlobRef;
import io.remine.state.evaluation.PairedDifference;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionMetrics;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import io.remine.state.release.Release;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class GateOperatorTest {

    private static final TimelineId LIFE = new TimelineId("life");

    @Test
    void onlyVersionsThatPassAreReleased() throws Exception {
        try (OneInputStreamOperatorTestHarness<VersionRecord, OutgoingRecord> harness = harness()) {
            harness.open();
            harness.processElement(version(1, 0.20));
            harness.processElement(version(2, 0.15));
            harness.processElement(version(3, 0.195));

            assertThat(released(harness)).containsExactly(new ModelVersion(LIFE, 1), new ModelVersion(LIFE, 3));
        }
    }

    @Test
    void whatIsLiveIsRememberedOverARestore() throws Exception {
        OperatorSubtaskState checkpoint;
        try (OneInputStreamOperatorTestHarness<VersionRecord, OutgoingRecord> harness = harness()) {
            harness.open();
            harness.processElement(version(1, 0.20));
            checkpoint = harness.snapshot(1, 0);
        }
        try (OneInputStreamOperatorTestHarness<VersionRecord, OutgoingRecord> harness = harness()) {
            harness.initializeState(checkpoint);
            harness.open();
            harness.processElement(version(2, 0.15));
            harness.processElement(version(3, 0.25));

            assertThat(released(harness)).containsExactly(new ModelVersion(LIFE, 3));
        }
    }

    @Test
    void theLiveVersionIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check(
                "releasing/live-version-1.hex",
                LiveVersionCodec.INSTANCE,
                new LiveVersion(new ModelVersion(LIFE, 12), new Generation(1), 0.25));
    }

    private static List<ModelVersion> released(OneInputStreamOperatorTestHarness<VersionRecord, OutgoingRecord> harness)
            throws IOException {
        List<ModelVersion> released = new ArrayList<>();
        for (OutgoingRecord record : harness.extractOutputValues()) {
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(Release.LIVE_KEY);
            released.add(Release.fromJson(record.value()).version().orElseThrow());
        }
        return released;
    }

    private static OneInputStreamOperatorTestHarness<VersionRecord, OutgoingRecord> harness() throws Exception {
        OneInputStreamOperatorTestHarness<VersionRecord, OutgoingRecord> harness =
                new OneInputStreamOperatorTestHarness<>(new GateOperator(new Gate(0.01, 100, 0)));
        harness.setup(CodecTypeInformation.of(OutgoingRecordCodec.INSTANCE, OutgoingRecord.class)
                .serializer());
        return harness;
    }

    private static StreamRecord<VersionRecord> version(long checkpoint, double mrr10) {
        return new StreamRecord<>(new VersionRecord(
                new ModelVersion(LIFE, checkpoint),
                Optional.empty(),
                Ancestry.fresh(LIFE),
                Generation.FIRST,
                Lineage.NONE,
                InputOffsets.NONE,
                List.of(),
                new SliceLayout(1, 1),
                List.of(new VersionSlice(
                        0, List.of(BlobRef.of(new byte[] {1})), Optional.empty(), ParameterHash.ofSlice(new float[] {1
                        }))),
                new VersionMetrics(mrr10, 100, Double.NaN, Double.NaN, PairedDifference.NONE, 0.5, 10, 0, 0),
                1_700_000_000_000L));
    }
}
