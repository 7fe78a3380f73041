package io.remine.operators.joining;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.QueryParser;
import io.remine.operators.intake.Raw;
import io.remine.operators.intake.RawRecord;
import io.remine.state.lineage.Lineage;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import io.remine.state.record.Query;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a stream of clicks does wrong changes nothing of what is learnt from it. */
@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class DirtyStreamTest {

    private static final long TIME_TO_LIVE_MILLIS = 3_600_000;
    private static final int QUERIES = 200;
    private static final int CLICKS = 3; // of each query

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anyOrderAndEachClickSentOneToFiveTimesGivesTheExamplesOfTheCleanStream(long seed) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Runnable> clean = new ArrayList<>();
        List<Runnable> dirty = new ArrayList<>();
        try (Join expected = new Join();
                Join actual = new Join()) {
            for (int query = 0; query < QUERIES; query++) {
                int number = query;
                clean.add(() -> expected.query(number));
                dirty.add(() -> actual.query(number));
                for (int click = 0; click < CLICKS; click++) {
                    int document = click;
                    clean.add(() -> expected.click(number, document));
                    for (int copies = 1 + random.nextInt(5); copies > 0; copies--) {
                        dirty.add(() -> actual.click(number, document));
                    }
                }
            }
            Collections.shuffle(dirty, random);
            clean.forEach(Runnable::run);
            dirty.forEach(Runnable::run);

            assertThat(expected.examples()).hasSize(QUERIES * CLICKS);
            assertThat(actual.lineage()).isEqualTo(expected.lineage());
            assertThat(actual.letters()).isEmpty();
            actual.pass(TIME_TO_LIVE_MILLIS + 1_000);
            assertThat(actual.flink.numKeyedStateEntries()).isZero();
            assertThat(actual.flink.numProcessingTimeTimers()).isZero();
        }
    }

    @Test
    void aClickThatComesHoursLateIsNeverLearntAndLeavesWhole() throws Exception {
        try (Join join = new Join()) {
            join.query(0);
            join.query(1);
            join.click(0, 0);
            join.pass(TIME_TO_LIVE_MILLIS + 1_000);
            join.click(1, 0);
            assertThat(join.examples()).hasSize(1);
            join.pass(TIME_TO_LIVE_MILLIS + 1_000);
            assertThat(join.examples()).hasSize(1);
            assertThat(join.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(Reason.UNMATCHED);
                assertThat(letter.key()).isEqualTo("q1".getBytes(StandardCharsets.UTF_8));
            });
            assertThat(join.flink.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void aReplayOfTheWholeTopicOfClicksTeachesNothingWheneverItComes() throws Exception {
        try (Join join = new Join()) {
            for (int query = 0; query < QUERIES; query++) {
                join.query(query);
                join.click(query, 0);
            }
            Lineage once = join.lineage();
            for (int query = 0; query < QUERIES; query++) {
                join.click(query, 0);
            }
            assertThat(join.lineage()).isEqualTo(once);
            assertThat(join.letters()).isEmpty();

            join.pass(TIME_TO_LIVE_MILLIS + 1_000);
            for (int query = 0; query < QUERIES; query++) {
                join.click(query, 0);
            }
            join.pass(TIME_TO_LIVE_MILLIS + 1_000);
            assertThat(join.lineage()).isEqualTo(once);
            assertThat(join.letters()).hasSize(QUERIES);
            assertThat(join.flink.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void noClockOfAProducerMakesAnyClickLate() throws Exception {
        String[] times = {"0", "-62167219200000", "253402300799999", "\"9999-12-31T23:59:59Z\"", "1700003600000"};
        try (Join join = new Join()) {
            for (int i = 0; i < 2 * times.length; i++) {
                join.queryAt(i, times[i % times.length]);
                join.clickAt(i, 0, times[(i + 1 + i / times.length) % times.length]);
                join.query(100 + i);
                join.click(100 + i, 0);
            }
            assertThat(join.examples()).hasSize(4 * times.length);
            assertThat(join.letters()).isEmpty();
            assertThat(join.flink.getOutput()).as("no watermark leaves").allMatch(StreamRecord.class::isInstance);
        }
    }

    /** The operator, with the clock in the test's hands. */
    private static final class Join implements AutoCloseable {

        final KeyedTwoInputStreamOperatorTestHarness<String, Query, Received, Example> flink;
        private long nowMillis = 1_700_000_000_000L;
        private long offset;

        Join() throws Exception {
            flink = new KeyedTwoInputStreamOperatorTestHarness<>(
                    new KeyedCoProcessOperator<>(new JoinOperator(TIME_TO_LIVE_MILLIS)),
                    query -> query.id().value(),
                    received -> received.query().value(),
                    Types.STRING);
            flink.setup(CodecTypeInformation.of(ExampleCodec.INSTANCE, Example.class)
                    .serializer());
            flink.open();
            flink.setProcessingTime(nowMillis);
        }

        void query(int number) {
            queryAt(number, "1700000000000");
        }

        void queryAt(int number, String time) {
            RawRecord raw = raw("queries", number, "{\"text\":\"t%d\",\"time\":%s}".formatted(number, time));
            unchecked(() -> flink.processElement1(new StreamRecord<>(new QueryParser().parse(raw))));
        }

        void click(int number, int document) {
            clickAt(number, document, "1700000000000");
        }

        void clickAt(int number, int document, String time) {
            RawRecord raw = raw("clicks", number, "{\"document\":\"d%d\",\"time\":%s}".formatted(document, time));
            unchecked(() -> flink.processElement2(new StreamRecord<>(new ReceivedClickParser().parse(raw))));
        }

        private RawRecord raw(String topic, int query, String value) {
            return Raw.record(topic, offset++, "q" + query, value);
        }

        void pass(long millis) throws Exception {
            nowMillis += millis;
            flink.setProcessingTime(nowMillis);
        }

        List<Example> examples() {
            return flink.extractOutputValues();
        }

        Lineage lineage() {
            return examples().stream().map(Example::hash).reduce(Lineage.NONE, Lineage::plus, Lineage::plus);
        }

        List<DeadLetter> letters() {
            var letters = flink.getSideOutput(JoinOperator.DEAD_LETTERS);
            return letters == null
                    ? List.of()
                    : letters.stream().map(StreamRecord::getValue).toList();
        }

        private static void unchecked(Step step) {
            try {
                step.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private interface Step {
            void run() throws Exception;
        }

        @Override
        public void close() throws Exception {
            flink.close();
        }
    }
}
