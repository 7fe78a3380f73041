package io.remine.operators.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.Golden;
import io.remine.operators.deadletter.Reason;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Attributes;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.Negative;
import io.remine.state.record.Query;
import io.remine.state.record.QueryId;
import io.remine.state.record.SuppliedNegative;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParserTest {

    private static final InputPosition POSITION = new InputPosition("topic", 2, 5);

    @Test
    void whatIsWrittenIsParsedBackEqual() throws MalformedRecordException {
        Query query = new Query(
                new QueryId("q"), "Was heißt 猫?", -5, Optional.of("u"), List.of("s"), List.of(new DocumentId("d")));
        Query wider = new Query(query.id(), "text", 1, Optional.empty(), List.of("s", "t"), List.of());
        Click click = new Click(
                query.id(),
                new DocumentId("d"),
                "purchase",
                7,
                OptionalInt.of(3),
                0.1f,
                Optional.of("u"),
                List.of(new DocumentId("e")));
        SuppliedNegative stored = new SuppliedNegative.Stored(new DocumentId("n"), "editor");
        SuppliedNegative written = new SuppliedNegative.Written("no \"answer\"", "llm");
        DocumentChange.Upsert document = new DocumentChange.Upsert(
                new DocumentId("d"),
                OptionalLong.of(Long.MAX_VALUE),
                "one\ntwo \"😀\"",
                Optional.of("s"),
                new Attributes(Map.of("language", List.of("en"), "tag", List.of("a", "b"))));
        Example example = new Example(
                query.id(),
                "text",
                new DocumentId("d"),
                "click",
                0.3f,
                List.of(new DocumentId("k")),
                9,
                POSITION,
                List.of(new DocumentId("e")),
                OptionalInt.of(0),
                List.of("s", "t"),
                List.of(stored, written));

        assertThat(new QueryParser().parse(raw("q", JsonWriter.query(query)))).isEqualTo(query);
        assertThat(new QueryParser().parse(raw("q", JsonWriter.query(wider)))).isEqualTo(wider);
        assertThat(new ClickParser().parse(raw("q", JsonWriter.click(click)))).isEqualTo(click);
        assertThat(new DocumentParser().parse(raw("d", JsonWriter.document(document))))
                .isEqualTo(document);
        for (SuppliedNegative negative : List.of(stored, written)) {
            assertThat(new NegativeParser().parse(raw("q", JsonWriter.negative(negative))))
                    .isEqualTo(new Negative(query.id(), negative));
        }
        assertThat(new ExampleParser().parse(raw("q", JsonWriter.example(example))))
                .isEqualTo(example);
    }

    @Test
    void longestExampleFitsInAKafkaRecord() {
        String longest = "\"".repeat(DocumentId.MAX_BYTES - 4);
        List<DocumentId> known = ids("k", longest, Example.MAX_KNOWN);
        List<SuppliedNegative> negatives = new ArrayList<>();
        negatives.add(new SuppliedNegative.Written("\"".repeat(1_180), "s"));
        for (int bytes = negatives.get(0).size();
                negatives.size() < 14;
                bytes += negatives.get(1).size()) {
            assertThat(bytes).isLessThanOrEqualTo(Example.MAX_NEGATIVE_BYTES);
            negatives.add(new SuppliedNegative.Written("\"".repeat(SuppliedNegative.MAX_TEXT_CHARS - 10), "s"));
        }
        Example example = new Example(
                new QueryId("q"),
                "\u0001".repeat(Query.MAX_TEXT_CHARS),
                new DocumentId("d"),
                "click",
                1,
                known,
                0,
                POSITION,
                ids("o", longest, Click.MAX_OTHERS_BYTES / DocumentId.MAX_BYTES),
                OptionalInt.of(0),
                ids("s", longest, Query.MAX_SCOPES).stream()
                        .map(DocumentId::value)
                        .toList(),
                negatives);

        assertThat(JsonWriter.example(example).length).isLessThan(1 << 20);
    }

    @Test
    void absentFieldsTakeTheirDefaults() throws MalformedRecordException {
        Click click = new ClickParser().parse(Raw.record("clicks", 0, "q", "{\"document\":\"d\",\"time\":1}"));

        assertThat(click.kind()).isEqualTo("click");
        assertThat(click.grade()).isEqualTo(1f);
        assertThat(click.position()).isEmpty();
    }

    @Test
    void titleStandsInFrontOfTheText() throws MalformedRecordException {
        DocumentChange change =
                new DocumentParser().parse(Raw.record("documents", 0, "d", "{\"title\":\"cat\",\"text\":\"a pet\"}"));

        assertThat(change)
                .isEqualTo(new DocumentChange.Upsert(new DocumentId("d"), OptionalLong.empty(), "cat\na pet"));
    }

    @Test
    void tombstoneIsADeletion() throws MalformedRecordException {
        assertThat(new DocumentParser().parse(Raw.record("documents", 0, "d", null)))
                .isEqualTo(new DocumentChange.Deletion(new DocumentId("d"), OptionalLong.empty()));
    }

    @Test
    void everyMistakeHasItsReason() {
        assertReason(Reason.MISSING, null, "{}");
        assertReason(Reason.MISSING, "q", null);
        assertReason(Reason.MISSING, "q", "{\"time\":1}");
        assertReason(Reason.NOT_JSON, "q", "");
        assertReason(Reason.NOT_JSON, "q", "{\"text\":");
        assertReason(Reason.NOT_JSON, "q", "{} {}");
        assertReason(Reason.NOT_JSON, "q", "[]");
        assertReason(Reason.NOT_JSON, "q", "{\"text\":\"a\",\"text\":\"b\",\"time\":1}");
        assertReason(Reason.NOT_JSON, "q", "[".repeat(100_000));
        assertReason(Reason.NOT_JSON, "q", "{\"time\":" + "9".repeat(100_000) + "}");
        assertReason(Reason.INVALID, "q", "{\"text\":3,\"time\":1}");
        assertReason(Reason.INVALID, "q", "{\"text\":\"\\ud800\",\"time\":1}");
        assertReason(Reason.INVALID, "q\n", "{\"text\":\"a\",\"time\":1}");
        assertReason(Reason.KEY_DISAGREES, "q", "{\"text\":\"a\",\"time\":1,\"id\":\"p\"}");
    }

    @Test
    void bytesThatAreNotUtf8AreFoundInKeyAndValue() {
        byte[] latin1 = {'"', (byte) 0xe9, '"'};
        byte[] good = "{\"text\":\"a\",\"time\":1}".getBytes(UTF_8);

        assertThatThrownBy(() -> new QueryParser().parse(raw("q", latin1)))
                .isInstanceOfSatisfying(MalformedRecordException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.NOT_UTF8));
        assertThatThrownBy(() -> new QueryParser().parse(new RawRecord(POSITION, 0, latin1, good)))
                .isInstanceOfSatisfying(MalformedRecordException.class, e -> assertThat(e.reason())
                        .isEqualTo(Reason.NOT_UTF8));
    }

    @Test
    void writtenFormOfARawRecordIsTheGoldenFile() throws IOException {
        Golden.check("raw-record-1.hex", RawRecordCodec.INSTANCE, raw("q", null));
    }

    private static void assertReason(Reason reason, String key, String value) {
        assertThatThrownBy(() -> new QueryParser().parse(Raw.record("queries", 0, key, value)))
                .isInstanceOfSatisfying(MalformedRecordException.class, e -> assertThat(e.reason())
                        .isEqualTo(reason));
    }

    private static List<DocumentId> ids(String prefix, String suffix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new DocumentId("%s%03d%s".formatted(prefix, i, suffix)))
                .toList();
    }

    private static RawRecord raw(String key, byte[] value) {
        return new RawRecord(POSITION, 0, key.getBytes(UTF_8), value);
    }
}
