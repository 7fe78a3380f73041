package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.evaluation.PairedDifference;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionRecordTest {

    private static final TimelineId OLD = new TimelineId("first-life");
    private static final TimelineId OWN = new TimelineId("second-life");

    @Test
    void readsAndWritesItsGoldenFile() throws CorruptDataException {
        byte[] golden = GoldenFile.readLine("model/version-1-gains.json");

        assertThat(new String(record().toJson(), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden, StandardCharsets.UTF_8));
        assertThat(VersionRecord.fromJson(golden)).isEqualTo(record());
    }

    @Test
    void aRecordFromBeforeThereWereGainsHasReciprocalRanksForThem() throws CorruptDataException {
        byte[] golden = GoldenFile.readLine("model/version-1.json");

        assertThat(VersionRecord.fromJson(golden)).isEqualTo(with(metrics(PairedDifference.ofMeans(100, 0.5, 0.125))));
    }

    @Test
    void aMetricThatNothingWasMeasuredForIsNull() throws CorruptDataException {
        VersionRecord unmeasured = with(VersionMetrics.NONE);

        assertThat(VersionRecord.fromJson(unmeasured.toJson())).isEqualTo(unmeasured);
    }

    @Test
    void refusesAHashThatIsNotThatOfItsSlices() {
        String json = new String(record().toJson(), StandardCharsets.UTF_8)
                .replace(record().parameters().hex(), "0".repeat(64));

        assertThatThrownBy(() -> VersionRecord.fromJson(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("parametersSha256");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] json = record().toJson();
        for (int length = 0; length < json.length; length++) {
            byte[] cut = Arrays.copyOf(json, length);
            assertThatThrownBy(() -> VersionRecord.fromJson(cut))
                    .as("cut to %d", length)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void refusesAnIncompleteSetOfSlices() {
        VersionRecord whole = record();

        assertThatThrownBy(() -> new VersionRecord(
                        whole.version(),
                        whole.parent(),
                        whole.ancestry(),
                        whole.generation(),
                        whole.lineage(),
                        whole.offsets(),
                        whole.held(),
                        whole.layout(),
                        whole.slices().subList(0, 1),
                        whole.metrics(),
                        whole.publishedMillis()))
                .hasMessageContaining("1 slices, the layout has 2");
    }

    private static VersionRecord record() {
        return with(metrics(new PairedDifference(100, 0.25, 0.0625)));
    }

    private static VersionMetrics metrics(PairedDifference againstControl) {
        return new VersionMetrics(0.25, 1000, 0.5, 0.125, againstControl, 0.75, 12, 1, 0.0);
    }

    private static VersionRecord with(VersionMetrics metrics) {
        return new VersionRecord(
                new ModelVersion(OWN, 9),
                Optional.of(new ModelVersion(OLD, 4)),
                new Ancestry(OWN, List.of(new ModelVersion(OLD, 5))),
                Generation.FIRST,
                new Lineage(320, -2),
                InputOffsets.NONE
                        .through(new InputPosition("examples", 0, 340))
                        .through(new InputPosition("examples", 1, 0)),
                List.of(new InputPosition("examples", 0, 340)),
                new SliceLayout(6, 4),
                List.of(
                        new VersionSlice(0, List.of(blob("a"), blob("d")), Optional.of(blob("b")), hash(1)),
                        new VersionSlice(1, List.of(blob("c")), Optional.empty(), hash(2))),
                metrics,
                1_700_000_000_000L);
    }

    private static BlobRef blob(String content) {
        return new BlobRef(BlobHash.of(content.getBytes(StandardCharsets.UTF_8)), 1);
    }

    private static ParameterHash hash(float value) {
        return ParameterHash.ofSlice(new float[] {value});
    }
}
