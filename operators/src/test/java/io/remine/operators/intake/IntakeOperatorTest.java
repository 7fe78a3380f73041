package io.remine.operators.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.record.Query;
import io.remine.state.record.QueryCodec;
import java.util.List;
import java.util.Queue;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class IntakeOperatorTest {

    private static final String GOOD = "{\"text\":\"a\",\"time\":1}";

    @Test
    void badRecordsBecomeDeadLettersWithTheirBytesAndTheRestGoesOn() throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord, Query> harness = harness(new QueryParser())) {
            RawRecord bad = Raw.record("queries", 1, "q1", "nonsense");
            RawRecord large = Raw.record("queries", 2, "q2", "x".repeat(1_000));
            process(harness, Raw.record("queries", 0, "q0", GOOD), bad, large, Raw.record("queries", 3, "q3", GOOD));

            assertThat(harness.extractOutputValues())
                    .extracting(query -> query.id().value())
                    .containsExactly("q0", "q3");
            List<DeadLetter> letters = side(harness, IntakeOperator.DEAD_LETTERS);
            assertThat(letters).extracting(DeadLetter::reason).containsExactly(Reason.NOT_JSON, Reason.TOO_LARGE);
            assertThat(letters).extracting(DeadLetter::value).containsExactly(bad.value(), large.value());
            assertThat(letters.get(1).message()).contains("1002").contains("100");
        }
    }

    @Test
    void aQueryOfTenMegabytesIsRefusedBeforeItIsParsed() throws Exception {
        RecordParser<Query> parser = raw -> {
            throw new AssertionError("a record of %d bytes was parsed".formatted(raw.value().length));
        };
        try (OneInputStreamOperatorTestHarness<RawRecord, Query> harness = harness(parser)) {
            process(harness, Raw.record("queries", 0, "q0", "{\"text\":\"%s\"}".formatted("x".repeat(10 << 20))));

            assertThat(side(harness, IntakeOperator.DEAD_LETTERS))
                    .extracting(DeadLetter::reason)
                    .containsExactly(Reason.TOO_LARGE);
        }
    }

    @Test
    void parserThatFailsDoesNotStopTheJob() throws Exception {
        RecordParser<Query> failing = raw -> {
            throw new IllegalStateException("a mistake of ours");
        };
        try (OneInputStreamOperatorTestHarness<RawRecord, Query> harness = harness(failing)) {
            process(harness, Raw.record("queries", 0, "q0", GOOD));

            assertThat(side(harness, IntakeOperator.DEAD_LETTERS))
                    .extracting(DeadLetter::message)
                    .singleElement()
                    .asString()
                    .contains("a mistake of ours");
        }
    }

    @Test
    void offsetsLeaveBeforeTheBarrierAndAtTheEndWhenTheyHaveMoved() throws Exception {
        try (OneInputStreamOperatorTestHarness<RawRecord, Query> harness = harness(new QueryParser())) {
            process(harness, Raw.record("queries", 4, "q4", GOOD), Raw.record("queries", 5, "q5", "bad"));
            harness.prepareSnapshotPreBarrier(1);
            harness.prepareSnapshotPreBarrier(2);
            process(harness, Raw.record("queries", 6, "q6", GOOD));
            harness.endInput();

            InputOffsets first = InputOffsets.NONE.through(
                    Raw.record("queries", 5, null, null).position());
            InputOffsets second = InputOffsets.NONE.through(
                    Raw.record("queries", 6, null, null).position());
            assertThat(side(harness, IntakeOperator.OFFSETS)).containsExactly(first, second);
        }
    }

    private static OneInputStreamOperatorTestHarness<RawRecord, Query> harness(RecordParser<Query> parser)
            throws Exception {
        OneInputStreamOperatorTestHarness<RawRecord, Query> harness =
                new OneInputStreamOperatorTestHarness<>(new IntakeOperator<>(parser, 100));
        harness.setup(CodecTypeInformation.of(QueryCodec.INSTANCE, Query.class).serializer());
        harness.open();
        return harness;
    }

    private static void process(OneInputStreamOperatorTestHarness<RawRecord, Query> harness, RawRecord... records)
            throws Exception {
        for (RawRecord raw : records) {
            harness.processElement(new StreamRecord<>(raw));
        }
    }

    private static <T> List<T> side(OneInputStreamOperatorTestHarness<?, ?> harness, OutputTag<T> tag) {
        Queue<StreamRecord<T>> records = harness.getSideOutput(tag);
        return records == null
                ? List.of()
                : records.stream().map(StreamRecord::getValue).toList();
    }
}
