package io.remine.operators.publishing;

import static io.remine.operators.publishing.PublisherInputs.round;
import static io.remine.operators.publishing.PublisherInputs.slice;
import static io.remine.operators.publishing.PublisherInputs.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.state.blob.Blobs;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class PublishOperatorTest {

    private static final TimelineId FIRST = new TimelineId("first-life");
    private static final TimelineId SECOND = new TimelineId("second-life");

    @Test
    void aVersionIsClosedAtTheBarrierForReadersForTheGateAndForEvaluation() throws Exception {
        try (Harness harness = open(FIRST)) {
            harness.setProcessingTime(1_700_000_000_000L);
            harness.tell(round(0, 1, 32), slice(1, 0, false));
            assertThat(harness.extractOutputValues()).isEmpty();

            harness.prepareSnapshotPreBarrier(1);

            VersionRecord version = harness.versions().get(0);
            assertThat(harness.extractOutputValues())
                    .containsExactly(OutgoingRecord.of(version.key(), version.toJson()));
            assertThat(version.publishedMillis()).isEqualTo(1_700_000_000_000L);
            OutgoingRecord evaluation = harness.evaluations().get(0);
            assertThat(new String(evaluation.key(), StandardCharsets.UTF_8)).isEqualTo("first-life/1");
            assertThat(EvaluationRecord.fromJson(evaluation.value()).lineage()).isEqualTo(version.lineage());
        }
    }

    @Test
    void theEndOfTheInputClosesAVersion() throws Exception {
        try (Harness harness = open(FIRST)) {
            harness.tell(round(0, 6, 32), slice(6, 0, false));
            harness.endInput();

            assertThat(harness.versions()).extracting(VersionRecord::version).containsExactly(version(FIRST, 6));
        }
    }

    @Test
    void aRestartGoesOnInItsTimeline() throws Exception {
        OperatorSubtaskState checkpoint = firstLifeUpToCheckpoint3();
        try (Harness harness = restore(FIRST, checkpoint, 3)) {
            harness.tell(round(0, 4, 32), slice(4, 0, false));
            harness.prepareSnapshotPreBarrier(4);

            VersionRecord version = harness.versions().get(0);
            assertThat(version.version()).isEqualTo(version(FIRST, 4));
            assertThat(version.parent()).contains(version(FIRST, 2));
            assertThat(version.ancestry().branches()).isEmpty();
            assertThat(version.lineage().examples()).isEqualTo(64);
        }
    }

    @Test
    void aRestoredJobOnANewTimelineNamesItsParentAndTheBranch() throws Exception {
        OperatorSubtaskState checkpoint = firstLifeUpToCheckpoint3();
        try (Harness harness = restore(SECOND, checkpoint, 3)) {
            harness.tell(round(0, 4, 32), slice(4, 0, false));
            harness.prepareSnapshotPreBarrier(4);

            VersionRecord version = harness.versions().get(0);
            assertThat(version.version()).isEqualTo(version(SECOND, 4));
            assertThat(version.parent()).contains(version(FIRST, 2));
            assertThat(version.ancestry().parent()).contains(version(FIRST, 3));
        }
    }

    @Test
    void tombstonesFollowTheVersionThatMakesTheOldOnesSuperfluous() throws Exception {
        try (Harness harness = open(FIRST)) {
            for (long round = 1; round <= 3; round++) {
                harness.tell(slice(round, 0, round > 1));
                harness.prepareSnapshotPreBarrier(round);
            }

            List<OutgoingRecord> out = harness.extractOutputValues();
            assertThat(out.subList(3, out.size()))
                    .containsExactly(
                            OutgoingRecord.of(VersionRecord.key(version(FIRST, 1)), null),
                            OutgoingRecord.of(
                                    Blobs.tombstones(update(1, 0)).get(0).key(), null));
        }
    }

    @Test
    void knowsWhatIsReleasedBeforeItDeletesAnything() throws Exception {
        try (Harness harness = new Harness(FIRST, Generation.FIRST, new HeardOnceOpen())) {
            harness.open();
            for (long round = 1; round <= 3; round++) {
                harness.tell(slice(round, 0, round > 1));
                harness.prepareSnapshotPreBarrier(round);
            }
            assertThat(harness.extractOutputValues())
                    .as("three versions, no tombstone")
                    .hasSize(3);
        }
    }

    @Test
    void refusesTheStateOfAnotherGeneration() throws Exception {
        OperatorSubtaskState checkpoint = firstLifeUpToCheckpoint3();
        try (Harness harness = new Harness(FIRST, new Generation(1))) {
            harness.setRestoredCheckpointId(3);
            assertThatThrownBy(() -> harness.initializeState(checkpoint))
                    .hasMessageContaining("restored state is of generation 0, the job trains 1");
        }
    }

    /** Version 2, then a checkpoint without one. */
    private static OperatorSubtaskState firstLifeUpToCheckpoint3() throws Exception {
        try (Harness harness = open(FIRST)) {
            harness.tell(round(0, 2, 32), slice(2, 0, false));
            harness.prepareSnapshotPreBarrier(2);
            harness.snapshot(2, 0);
            harness.prepareSnapshotPreBarrier(3);
            return harness.snapshot(3, 0);
        }
    }

    private static ModelVersion version(TimelineId timeline, long checkpoint) {
        return new ModelVersion(timeline, checkpoint);
    }

    private static Harness open(TimelineId submission) throws Exception {
        Harness harness = new Harness(submission, Generation.FIRST);
        harness.open();
        return harness;
    }

    private static Harness restore(TimelineId submission, OperatorSubtaskState checkpoint, long id) throws Exception {
        Harness harness = new Harness(submission, Generation.FIRST);
        harness.setRestoredCheckpointId(id);
        harness.initializeState(checkpoint);
        harness.open();
        return harness;
    }

    /** The first version serves, but only once it is open is that known. */
    private static final class HeardOnceOpen implements ReleasedVersions {

        private static final long serialVersionUID = 1L;

        private boolean heard;

        @Override
        public void open() {
            heard = true;
        }

        @Override
        public Set<ModelVersion> current() {
            return heard ? Set.of(version(FIRST, 1)) : Set.of();
        }
    }

    private static final class Harness extends OneInputStreamOperatorTestHarness<PublishInput, OutgoingRecord> {

        Harness(TimelineId submission, Generation generation) throws Exception {
            this(submission, generation, () -> Set.of());
        }

        Harness(TimelineId submission, Generation generation, ReleasedVersions released) throws Exception {
            super(new PublishOperator(submission, generation, new SliceLayout(2, 2), 1000, released));
            setup(CodecTypeInformation.of(OutgoingRecordCodec.INSTANCE, OutgoingRecord.class)
                    .serializer());
        }

        void tell(PublishInput... inputs) throws Exception {
            for (PublishInput input : inputs) {
                processElement(new StreamRecord<>(input));
            }
        }

        List<VersionRecord> versions() {
            return values(getSideOutput(PublishOperator.VERSIONS));
        }

        List<OutgoingRecord> evaluations() {
            return values(getSideOutput(PublishOperator.EVALUATIONS));
        }

        private static <T> List<T> values(Queue<StreamRecord<T>> records) {
            return records.stream().map(StreamRecord::getValue).toList();
        }
    }
}
