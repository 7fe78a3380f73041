package io.remine.operators.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.Golden;
import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.RawRecord;
import io.remine.state.lineage.InputPosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class CapOperatorTest {

    private static final long WINDOW_MILLIS = 1_000;
    private static final Cap PER_USER = new Cap(Cap.By.USER, 2, WINDOW_MILLIS);

    @Test
    void beyondTheCapAUsersClicksLeaveWholeAndOtherUsersAreNotAffected() throws Exception {
        try (Harness harness = new Harness(PER_USER, null)) {
            for (int i = 0; i < 5; i++) {
                harness.click(i, 0, "q" + i, "d", "loud");
                harness.click(10 + i, 0, "r" + i, "d", "calm" + i);
                harness.click(20 + i, 0, "s" + i, "d", null);
            }
            assertThat(harness.passed()).hasSize(12);
            assertThat(harness.letters()).hasSize(3).allSatisfy(letter -> {
                assertThat(letter.reason()).isEqualTo(Reason.CAPPED);
                assertThat(letter.message()).contains("more than 2 clicks of user loud within 1000 ms");
                assertThat(new String(letter.value(), StandardCharsets.UTF_8)).contains("loud");
            });
            assertThat(harness.letters())
                    .extracting(letter -> letter.position().offset())
                    .containsExactly(2L, 3L, 4L);
        }
    }

    @Test
    void aClickThatIsSentAgainTakesNoPlace() throws Exception {
        try (Harness harness = new Harness(PER_USER, null)) {
            for (int time = 0; time < 5; time++) {
                harness.click(time, 0, "q", "d", "u");
            }
            harness.click(5, 0, "q", "e", "u");
            harness.click(6, 0, "q", "d", "u");
            assertThat(harness.letters()).isEmpty();
            harness.click(7, 0, "q", "f", "u");
            assertThat(harness.letters()).hasSize(1);
        }
    }

    @Test
    void aDocumentsClicksAreCountedWhoeverClicks() throws Exception {
        try (Harness harness = new Harness(new Cap(Cap.By.DOCUMENT, 2, WINDOW_MILLIS), null)) {
            for (int i = 0; i < 4; i++) {
                harness.click(i, 0, "q" + i, "liked", "u" + i);
                harness.click(10 + i, 0, "q" + i, "d" + i, "u" + i);
            }
            assertThat(harness.passed()).hasSize(6);
            assertThat(harness.letters()).hasSize(2);
        }
    }

    @Test
    void theNextWindowBeginsAnewByTheTimeOfTheRecordsOrOfTheClockAndNothingStays() throws Exception {
        try (Harness harness = new Harness(PER_USER, null)) {
            for (int i = 0; i < 3; i++) {
                harness.click(i, 500, "q" + i, "d", "u");
            }
            assertThat(harness.letters()).hasSize(1);
            harness.click(3, WINDOW_MILLIS, "q3", "d", "u");
            assertThat(harness.letters()).hasSize(1);
            harness.click(4, 999, "q4", "d", "u"); // late: counts in the newest window
            harness.click(5, WINDOW_MILLIS, "q5", "d", "u");
            assertThat(harness.letters()).hasSize(2);

            harness.flink.setProcessingTime(WINDOW_MILLIS);
            assertThat(harness.flink.numKeyedStateEntries()).isZero();
            harness.click(6, WINDOW_MILLIS, "q6", "d", "u");
            assertThat(harness.letters()).hasSize(2);
        }
    }

    @Test
    void aRecordFromTheYear9999HoldsNoWindowOpenLongerThanTheClock() throws Exception {
        try (Harness harness = new Harness(PER_USER, null)) {
            harness.click(0, 253_402_300_799_999L, "q0", "d", "u");
            harness.click(1, 0, "q1", "d", "u");
            harness.click(2, 0, "q2", "d", "u");
            assertThat(harness.letters()).hasSize(1);
            harness.flink.setProcessingTime(WINDOW_MILLIS);
            harness.click(3, 0, "q3", "d", "u");
            assertThat(harness.letters()).hasSize(1);
        }
    }

    @Test
    void aRestoredCapGoesOnCounting() throws Exception {
        OperatorSubtaskState state;
        try (Harness harness = new Harness(PER_USER, null)) {
            harness.click(0, 0, "q0", "d", "u");
            state = harness.flink.snapshot(1, 1);
        }
        try (Harness harness = new Harness(PER_USER, state)) {
            harness.click(1, 0, "q1", "d", "u");
            harness.click(2, 0, "q2", "d", "u");
            assertThat(harness.letters()).hasSize(1);
        }
    }

    @Test
    void writtenFormIsTheGoldenFile() throws Exception {
        Golden.check("cap-window-1.hex", CapWindowCodec.INSTANCE, new CapWindow(495_408, new long[] {7, -1}));
    }

    @Test
    void aCapThatLetsNothingThroughIsRefused() {
        assertThatThrownBy(() -> new Cap(Cap.By.USER, 0, 1)).hasMessageContaining("leave the cap out for all");
        assertThatThrownBy(() -> new Cap(Cap.By.USER, 1, 0)).hasMessageContaining("at least 1 ms");
    }

    private static final class Harness implements AutoCloseable {

        private final KeyedOneInputStreamOperatorTestHarness<String, Received, Received> flink;

        Harness(Cap cap, OperatorSubtaskState state) throws Exception {
            flink = new KeyedOneInputStreamOperatorTestHarness<>(
                    new KeyedProcessOperator<>(new CapOperator(cap)), cap.by()::key, Types.STRING);
            flink.setup(CodecTypeInformation.of(ReceivedCodec.INSTANCE, Received.class)
                    .serializer());
            if (state != null) {
                flink.initializeState(state);
            }
            flink.open();
        }

        void click(long offset, long timestampMillis, String query, String document, String user) throws Exception {
            String json = "{\"document\":\"%s\",\"time\":1%s}"
                    .formatted(document, user == null ? "" : ",\"user\":\"%s\"".formatted(user));
            RawRecord raw = new RawRecord(
                    new InputPosition("clicks", 0, offset),
                    timestampMillis,
                    query.getBytes(StandardCharsets.UTF_8),
                    json.getBytes(StandardCharsets.UTF_8));
            flink.processElement(new StreamRecord<>(new ReceivedClickParser().parse(raw)));
        }

        List<Received> passed() {
            return flink.extractOutputValues();
        }

        List<DeadLetter> letters() {
            var letters = flink.getSideOutput(CapOperator.DEAD_LETTERS);
            return letters == null
                    ? List.of()
                    : letters.stream().map(StreamRecord::getValue).toList();
        }

        @Override
        public void close() throws Exception {
            flink.close();
        }
    }
}
