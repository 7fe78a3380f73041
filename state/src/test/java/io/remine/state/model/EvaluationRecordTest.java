package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.GoldenFile;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.Lineage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EvaluationRecordTest {

    @Test
    void readsAndWritesItsGoldenFile() throws CorruptDataException {
        EvaluationRecord record = record(Prequential.NONE.plus(0.5).plus(1, 0.25, 0.5));
        byte[] golden = GoldenFile.readLine("evaluation/evaluation-1-gains.json");

        assertThat(new String(record.toJson(), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden, StandardCharsets.UTF_8));
        assertThat(EvaluationRecord.fromJson(golden)).isEqualTo(record);
    }

    @Test
    void aRecordFromBeforeThereWereGainsIsStillRead() throws CorruptDataException {
        byte[] golden = GoldenFile.readLine("evaluation/evaluation-1.json");

        assertThat(EvaluationRecord.fromJson(golden)).isEqualTo(record(Prequential.withoutGains(2, 1.5, 1, 1, 0.25)));
    }

    private static EvaluationRecord record(Prequential round) {
        return new EvaluationRecord(
                ModelVersion.parse("life/3"),
                Generation.FIRST,
                new Lineage(2, 0x1234),
                round,
                round.plus(0),
                Double.NaN,
                0,
                0,
                0.0,
                1_700_000_000_000L);
    }
}
