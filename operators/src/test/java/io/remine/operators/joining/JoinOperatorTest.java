package io.remine.operators.joining;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.Golden;
import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.MalformedRecordException;
import io.remine.operators.intake.QueryParser;
import io.remine.operators.intake.Raw;
import io.remine.operators.intake.RawRecord;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import io.remine.state.record.Query;
import io.remine.state.record.SuppliedNegative;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    void documentsChosenTogetherAreLearntTogetherAndOnce() throws Exception {
        Set<List<Example>> outcomes = new HashSet<>();
        for (boolean queryFirst : List.of(true, false)) {
            try (Harness harness = new Harness()) {
                if (queryFirst) {
                    harness.query("q", "text");
                }
                harness.clickJson(0, "q", "{'document':'a','others':['b','c'],'time':1}");
                harness.click(1, "q", "b");
                harness.clickJson(2, "q", "{'document':'d','others':['c','e'],'time':1}");
                harness.clickJson(3, "q", "{'document':'b','kind':'purchase','time':1}");
                if (!queryFirst) {
                    harness.query("q", "text");
                }
                outcomes.add(harness.examples());
            }
        }
        List<Example> examples = outcomes.iterator().next();
        assertThat(outcomes).hasSize(1);
        assertThat(examples)
                .extracting(example -> example.position().offset())
                .as("the click on b counted with a")
                .containsExactly(0L, 2L, 3L);
        assertThat(examples.get(0).relevant()).isEqualTo(ids("a", "b", "c"));
        assertThat(examples.get(1).relevant()).as("c has counted").isEqualTo(ids("d", "e"));
        assertThat(examples.get(1).known()).isEqualTo(ids("a", "b", "c"));
        assertThat(examples.get(2).relevant()).as("another kind").isEqualTo(ids("b"));
        assertThat(examples.get(2).known()).isEqualTo(ids("a", "c", "d", "e"));
    }

    @Test
    void exampleSaysWhereItsDocumentWasShownAndWhatTheQueryMaySee() throws Exception {
        try (Harness harness = new Harness()) {
            harness.queryJson("q", "{'text':'t','time':1,'scope':['own','open'],'impressions':['a','b']}");
            harness.click(0, "q", "b");
            harness.clickJson(1, "q", "{'document':'a','position':7,'time':1}");
            harness.click(2, "q", "never shown");

            assertThat(harness.examples())
                    .extracting(Example::shownAt)
                    .containsExactly(OptionalInt.of(1), OptionalInt.of(7), OptionalInt.empty());
            assertThat(harness.examples()).extracting(Example::scopes).allMatch(List.of("own", "open")::equals);
        }
    }

    @Test
    void examplesCarryTheNegativesThatCameBeforeTheirClicksEachOnce() throws Exception {
        Set<List<Example>> outcomes = new HashSet<>();
        for (boolean queryFirst : List.of(true, false)) {
            try (Harness harness = new Harness()) {
                if (queryFirst) {
                    harness.query("q", "text");
                }
                harness.negative(0, "q", "{'document':'n','source':'editor'}");
                harness.negative(1, "q", "{'document':'n','source':'llm'}");
                harness.click(0, "q", "a");
                harness.negative(2, "q", "{'text':'no answer','source':'llm'}");
                harness.negative(3, "q", "{'text':'no answer','source':'llm'}");
                harness.negative(4, "p", "{'document':'of another query','source':'llm'}");
                harness.click(1, "q", "b");
                if (!queryFirst) {
                    harness.query("q", "text");
                }
                outcomes.add(harness.examples());
                assertThat(harness.letters()).isEmpty();
            }
        }
        List<Example> examples = outcomes.iterator().next();
        SuppliedNegative stored = new SuppliedNegative.Stored(new DocumentId("n"), "editor");
        assertThat(outcomes).hasSize(1);
        assertThat(examples.get(0).negatives()).containsExactly(stored);
        assertThat(examples.get(1).negatives())
                .containsExactly(stored, new SuppliedNegative.Written("no answer", "llm"));
    }

    @Test
    void chosenDocumentIsNoNegativeWhateverWasSupplied() throws Exception {
        try (Harness harness = new Harness()) {
            harness.query("q", "text");
            for (String document : List.of("a", "b", "c", "n")) {
                harness.negative(0, "q", "{'document':'%s','source':'llm'}".formatted(document));
            }
            harness.clickJson(0, "q", "{'document':'a','others':['b'],'time':1}");
            harness.click(1, "q", "c");

            assertThat(negatives(harness.examples().get(0))).containsExactly("c", "n");
            assertThat(negatives(harness.examples().get(1))).containsExactly("n");
        }
    }

    @Test
    void negativeWhoseQueryNeverComesLeavesWhole() throws Exception {
        try (Harness harness = new Harness()) {
            RawRecord raw = harness.negative(3, "q", "{'document':'n','source':'llm'}");
            harness.time(TIME_TO_LIVE_MILLIS + 1_000);

            assertThat(harness.letters()).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo(Reason.UNMATCHED);
                assertThat(letter.position()).isEqualTo(raw.position());
                assertThat(letter.value()).isEqualTo(raw.value());
            });
            assertThat(harness.isEmpty()).isTrue();
        }
    }

    @Test
    void negativesAreForgottenWithTheirQuery() throws Exception {
        try (Harness harness = new Harness()) {
            harness.query("q", "text");
            harness.negative(0, "q", "{'document':'n','source':'llm'}");
            harness.time(TIME_TO_LIVE_MILLIS + 1_000);

            assertThat(harness.letters()).isEmpty();
            assertThat(harness.isEmpty()).isTrue();
        }
    }

    @Test
    void restoredJoinStillKnowsItsNegatives() throws Exception {
        OperatorSubtaskState checkpoint;
        try (Harness harness = new Harness()) {
            harness.negative(0, "waits", "{'document':'n','source':'llm'}");
            harness.query("asked", "text");
            harness.negative(1, "asked", "{'document':'m','source':'llm'}");
            checkpoint = harness.snapshot();
        }
        try (Harness harness = new Harness(checkpoint)) {
            harness.query("waits", "text");
            harness.click(0, "waits", "d");
            harness.click(1, "asked", "d");

            assertThat(harness.examples())
                    .extracting(JoinOperatorTest::negatives)
                    .containsExactly(List.of("n"), List.of("m"));
        }
    }

    @Test
    void moreNegativesThanAreRememberedLeaveWhole() throws Exception {
        for (boolean queryFirst : List.of(true, false)) {
            try (Harness harness = new Harness()) {
                if (queryFirst) {
                    harness.query("many", "text");
                    harness.query("long", "text");
                }
                for (int i = 0; i <= Example.MAX_NEGATIVES; i++) {
                    harness.negative(i, "many", "{'document':'n%d','source':'llm'}".formatted(i));
                }
                String text = "x".repeat(SuppliedNegative.MAX_TEXT_CHARS - 2);
                for (int i = 10; i < 24; i++) {
                    harness.negative(100 + i, "long", "{'text':'%d%s','source':'llm'}".formatted(i, text));
                }

                assertThat(harness.letters())
                        .extracting(DeadLetter::reason)
                        .containsExactly(Reason.TOO_MANY, Reason.TOO_MANY);
                assertThat(harness.letters())
                        .extracting(letter -> letter.position().offset())
                        .containsExactly((long) Example.MAX_NEGATIVES, 123L);
            }
        }
    }

    @Test
    void moreDocumentsThanAreRememberedLeaveWhole() throws Exception {
        JoinState full = new JoinState(
                Optional.of(query()),
                5,
                List.of(),
                IntStream.range(0, Join.MAX_CHOSEN - 1)
                        .mapToObj(i -> new JoinState.Counted(new DocumentId("d" + i), "click"))
                        .toList(),
                List.of());

        Join.Outcome refused = Join.received(full, click("{'document':'new','others':['newer'],'time':1}"), 1);
        Join.Outcome taken = Join.received(full, click("{'document':'new','time':1}"), 1);

        assertThat(refused.state()).isSameAs(full);
        assertThat(refused.deadLetters()).extracting(DeadLetter::reason).containsExactly(Reason.TOO_MANY);
        assertThat(taken.examples()).hasSize(1);
        assertThat(Join.received(taken.state(), click("{'document':'last','time':1}"), 1)
                        .deadLetters())
                .hasSize(1);
    }

    @Test
    void writtenFormIsTheGoldenFile() throws Exception {
        RawRecord negative = Raw.record("negatives", 0, "q", "{\"document\":\"n\",\"source\":\"s\"}");
        Golden.check(
                "join-state-2.hex",
                JoinStateCodec.INSTANCE,
                new JoinState(
                        Optional.of(query()),
                        5,
                        List.of(
                                new JoinState.Waiting(click("{'document':'d','time':1}"), 7),
                                new JoinState.Waiting(new ReceivedNegativeParser().parse(negative), 8)),
                        List.of(new JoinState.Counted(new DocumentId("e"), "click")),
                        List.of(new SuppliedNegative.Written("no", "llm"))));
    }

    @Test
    void writtenFormsOfWhatWaitsAreTheGoldenFiles() throws Exception {
        RawRecord negative = Raw.record("negatives", 0, "q", "{\"document\":\"n\",\"source\":\"s\"}");
        ReceivedClick click = click("{'document':'d','time':1}");
        Golden.check("received-click-1.hex", ReceivedClickCodec.INSTANCE, click);
        Golden.check("received-1.hex", ReceivedCodec.INSTANCE, click);
        Golden.check("received-1-negative.hex", ReceivedCodec.INSTANCE, new ReceivedNegativeParser().parse(negative));
    }

    @Test
    void olderFormIsStillRead() throws Exception {
        assertThat(JoinStateCodec.INSTANCE.decode(Golden.read("join-state-1.hex")))
                .isEqualTo(new JoinState(
                        Optional.of(query()),
                        5,
                        List.of(new JoinState.Waiting(click("{'document':'d','time':1}"), 7)),
                        List.of(new JoinState.Counted(new DocumentId("e"), "click")),
                        List.of()));
    }

    private static Query query() throws MalformedRecordException {
        return new QueryParser().parse(Raw.record("queries", 0, "q", "{\"text\":\"t\",\"time\":1}"));
    }

    private static ReceivedClick click(String json) throws MalformedRecordException {
        return new ReceivedClickParser().parse(Raw.record("clicks", 0, "q", json.replace('\'', '"')));
    }

    private static List<DocumentId> ids(String... ids) {
        return Stream.of(ids).map(DocumentId::new).toList();
    }

    private static List<String> negatives(Example example) {
        return example.negatives().stream()
                .map(negative -> ((SuppliedNegative.Stored) negative).document().value())
                .toList();
    }

    /** The operator on RocksDB with a clock of its own. */
    private static final class Harness implements AutoCloseable {

        private final KeyedCoProcessOperator<String, Query, Received, Example> operator =
                new KeyedCoProcessOperator<>(new JoinOperator(TIME_TO_LIVE_MILLIS));
        private final KeyedTwoInputStreamOperatorTestHarness<String, Query, Received, Example> flink;

        Harness() throws Exception {
            this(null);
        }

        Harness(OperatorSubtaskState checkpoint) throws Exception {
            flink = new KeyedTwoInputStreamOperatorTestHarness<>(
                    operator,
                    query -> query.id().value(),
                    received -> received.query().value(),
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
            queryJson(id, "{'text':'%s','time':1}".formatted(text));
        }

        void queryJson(String id, String json) throws Exception {
            flink.processElement1(
                    new StreamRecord<>(new QueryParser().parse(Raw.record("queries", 0, id, json.replace('\'', '"')))));
        }

        RawRecord click(long offset, String query, String document) throws Exception {
            return clickJson(offset, query, "{'document':'%s','time':1}".formatted(document));
        }

        RawRecord clickJson(long offset, String query, String json) throws Exception {
            RawRecord raw = Raw.record("clicks", offset, query, json.replace('\'', '"'));
            flink.processElement2(new StreamRecord<>(new ReceivedClickParser().parse(raw)));
            return raw;
        }

        RawRecord negative(long offset, String query, String json) throws Exception {
            RawRecord raw = Raw.record("negatives", offset, query, json.replace('\'', '"'));
            flink.processElement2(new StreamRecord<>(new ReceivedNegativeParser().parse(raw)));
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
