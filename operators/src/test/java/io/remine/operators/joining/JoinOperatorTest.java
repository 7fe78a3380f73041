package io.remine.operators.joining;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.Golden;
import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.QueryParser;
import io.remine.operators.intake.Raw;
import io.remine.operators.intake.RawRecord;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import io.remine.state.record.Query;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class JoinOperatorTest {

    private static final long TIME_TO_LIVE_MILLIS = 10_000;

    @Test
    void everyOrderOfQueryAndClicksGivesTheSameExamples() throws Exception {
        Set<List<Example>> outcomes = new HashSet<>();
        for (int before = 0; before <= 3; before++) {
            try (Harness harness = new Harness()) {
                for (int click = 0; click < 3; click++) {
                    if (click == before) {
                        harness.query("q", "text");
                    }
                    harness.click(click, "q", "d" + click);
                }
                if (before == 3) {
                    harness.query("q", "text");
                }
                outcomes.add(harness.examples());
            }
        }
        List<Example> examples = outcomes.iterator().next();
        assertThat(outcomes).hasSize(1);
        assertThat(examples).extracting(example -> example.clicked().value()).containsExactly("d0", "d1", "d2");
        assertThat(examples.get(2).known()).containsExactly(new DocumentId("d0"), new DocumentId("d1"));
        assertThat(examples.get(2).position().offset()).isEqualTo(2);
    }

    @Test
    void sameClickCountsOnceWhetherItWaitsOrNot() throws Exception {
        try (Harness harness = new Harness()) {
            harness.click(0, "q", "d");
            harness.click(1, "q", "d");
            harness.query("q", "text");
            harness.click(2, "q", "d");

            assertThat(harness.examples()).hasSize(1);
            assertThat(harness.letters()).isEmpty();
        }
    }

    @Test
    void queryThatIsSentTwiceKeepsItsFirstText() throws Exception {
        try (Harness harness = new Harness()) {
            harness.query("q", "first");
            harness.query("q", "second");
            harness.click(0, "q", "d");

            assertThat(harness.examples()).extracting(Example::text).containsExactly("first");
        }
    }

    @Test
    void clicksOfOneQueryDoNotMeetAnother() throws Exception {
        try (Harness harness = new Harness()) {
            harness.query("q", "text");
            harness.click(0, "p", "d");

            assertThat(harness.examples()).isEmpty();
        }
    }

    @Test
    void unmatchedClickLeavesWholeAndNothingStays() throws Exception {
        try (Harness harness = new Harness()) {
            harness.time(5_000);
            RawRecord raw = harness.click(0, "q", "d");
            harness.time(5_000 + TIME_TO_LIVE_MILLIS - 1);
            assertThat(harness.letters()).isEmpty();

            harness.time(5_000 + TIME_TO_LIVE_MILLIS + 1_000);

            assertThat(harness.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(Reason.UNMATCHED);
                assertThat(letter.position()).isEqualTo(raw.position());
                assertThat(letter.key()).isEqualTo(raw.key());
                assertThat(letter.value()).isEqualTo(raw.value());
            });
            assertThat(harness.isEmpty()).isTrue();
        }
    }

    @Test
    void queryLeavesAfterItsTimeAndNothingStays() throws Exception {
        try (Harness harness = new Harness()) {
            harness.click(0, "q", "d");
            harness.time(9_000);
            harness.query("q", "text");
            harness.time(9_000 + TIME_TO_LIVE_MILLIS - 1);
            harness.click(1, "q", "e");
            assertThat(harness.examples()).hasSize(2);

            harness.time(9_000 + TIME_TO_LIVE_MILLIS + 1_000);

            assertThat(harness.isEmpty()).isTrue();
            assertThat(harness.letters()).isEmpty();
        }
    }

    @Test
    void restoredJoinGoesOnWhereItWas() throws Exception {
        OperatorSubtaskState checkpoint;
        try (Harness harness = new Harness()) {
            harness.click(0, "waits", "d");
            harness.query("asked", "text");
            harness.click(1, "asked", "d");
            harness.click(2, "lost", "d");
            checkpoint = harness.snapshot();
        }
        try (Harness harness = new Harness(checkpoint)) {
            harness.query("waits", "text");
            harness.click(3, "asked", "d");
            harness.click(4, "asked", "e");

            assertThat(harness.examples())
                    .extracting(example -> example.position().offset())
                    .containsExactly(0L, 4L);
            harness.time(TIME_TO_LIVE_MILLIS + 1_000);
            assertThat(harness.letters())
                    .extracting(letter -> letter.position().offset())
                    .containsExactly(2L);
            assertThat(harness.isEmpty()).isTrue();
        }
    }

    @Test
    void moreClicksThanAreRememberedLeaveWhole() throws Exception {
        JoinState full = new JoinState(
                Optional.empty(),
                0,
                List.of(),
                IntStream.range(0, Join.MAX_CLICKS)
                        .mapToObj(i -> new JoinState.Counted(new DocumentId("d" + i), "click"))
                        .toList());
        RawRecord raw = Raw.record("clicks", 0, "q", "{\"document\":\"new\",\"time\":1}");

        Join.Outcome outcome = Join.click(full, new ReceivedClickParser().parse(raw), 1);

        assertThat(outcome.state()).isSameAs(full);
        assertThat(outcome.deadLetters()).extracting(DeadLetter::reason).containsExactly(Reason.TOO_MANY);
    }

    @Test
    void olderFormIsStillRead() throws Exception {
        Query query = new QueryParser().parse(Raw.record("queries", 0, "q", "{\"text\":\"t\",\"time\":1}"));
        RawRecord raw = Raw.record("clicks", 0, "q", "{\"document\":\"d\",\"time\":1}");
        assertThat(JoinStateCodec.INSTANCE.decode(Golden.read("join-state-1.hex")))
                .isEqualTo(new JoinState(
                        Optional.of(query),
                        5,
                        List.of(new JoinState.Waiting(new ReceivedClickParser().parse(raw), 7)),
                        List.of(new JoinState.Counted(new DocumentId("e"), "click"))));
    }

    /** The operator on RocksDB with a clock of its own. */
    private static final class Harness implements AutoCloseable {

        private final KeyedCoProcessOperator<String, Query, ReceivedClick, Example> operator =
                new KeyedCoProcessOperator<>(new JoinOperator(TIME_TO_LIVE_MILLIS));
        private final KeyedTwoInputStreamOperatorTestHarness<String, Query, ReceivedClick, Example> flink;

        Harness() throws Exception {
            this(null);
        }

        Harness(OperatorSubtaskState checkpoint) throws Exception {
            flink = new KeyedTwoInputStreamOperatorTestHarness<>(
                    operator,
                    query -> query.id().value(),
                    received -> received.click().query().value(),
                    Types.STRING);
            flink.setStateBackend(new EmbeddedRocksDBStateBackend());
            flink.setup(CodecTypeInformation.of(ExampleCodec.INSTANCE, Example.class)
                    .serializer());
            if (checkpoint != null) {
                flink.initializeState(checkpoint);
            }
            flink.open();
        }

        void query(String id, String text) throws Exception {
            flink.processElement1(new StreamRecord<>(new QueryParser()
                    .parse(Raw.record("queries", 0, id, "{\"text\":\"%s\",\"time\":1}".formatted(text)))));
        }

        RawRecord click(long offset, String query, String document) throws Exception {
            RawRecord raw = Raw.record("clicks", offset, query, "{\"document\":\"%s\",\"time\":1}".formatted(document));
            flink.processElement2(new StreamRecord<>(new ReceivedClickParser().parse(raw)));
            return raw;
        }

        void time(long millis) throws Exception {
            flink.setProcessingTime(millis);
        }

        OperatorSubtaskState snapshot() throws Exception {
            return flink.snapshot(1, 1);
        }

        List<Example> examples() {
            return flink.extractOutputValues();
        }

        List<DeadLetter> letters() {
            Queue<StreamRecord<DeadLetter>> letters = flink.getSideOutput(JoinOperator.DEAD_LETTERS);
            return letters == null
                    ? List.of()
                    : letters.stream().map(StreamRecord::getValue).toList();
        }

        boolean isEmpty() {
            try (Stream<String> keys =
                    operator.<String>getKeyedStateBackend().getKeys("join", VoidNamespace.INSTANCE)) {
                return keys.findAny().isEmpty() && flink.numProcessingTimeTimers() == 0;
            }
        }

        @Override
        public void close() throws Exception {
            flink.close();
        }
    }
}
