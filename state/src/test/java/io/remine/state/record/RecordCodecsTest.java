package io.remine.state.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputOffsetsCodec;
import io.remine.state.lineage.InputPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The written forms of records, kept as lines of hexadecimal digits under {@code golden/record}. */
class RecordCodecsTest {

    private static final QueryId QUERY = new QueryId("q");
    private static final DocumentId DOCUMENT = new DocumentId("d");

    private static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of(
                        "query-2",
                        QueryCodec.INSTANCE,
                        new Query(QUERY, "é", 7, Optional.of("u"), List.of("own", "open"), List.of(DOCUMENT))),
                Arguments.of(
                        "click-2",
                        ClickCodec.INSTANCE,
                        new Click(
                                QUERY,
                                DOCUMENT,
                                "click",
                                7,
                                OptionalInt.of(3),
                                0.5f,
                                Optional.empty(),
                                List.of(new DocumentId("e")))),
                Arguments.of(
                        "upsert-3",
                        DocumentChangeCodec.INSTANCE,
                        new DocumentChange.Upsert(
                                DOCUMENT,
                                OptionalLong.of(9),
                                "text",
                                Optional.of("s"),
                                new Attributes(Map.of("a", List.of("é", "b"), "c", List.of("d"))))),
                Arguments.of(
                        "deletion-3",
                        DocumentChangeCodec.INSTANCE,
                        new DocumentChange.Deletion(DOCUMENT, OptionalLong.empty())),
                Arguments.of(
                        "example-2",
                        ExampleCodec.INSTANCE,
                        new Example(
                                QUERY,
                                "t",
                                DOCUMENT,
                                "click",
                                1,
                                List.of(new DocumentId("k")),
                                7,
                                new InputPosition("c", 1, 2),
                                List.of(new DocumentId("e")),
                                OptionalInt.of(4),
                                List.of("own"),
                                List.of(
                                        new SuppliedNegative.Stored(new DocumentId("n"), "editor"),
                                        new SuppliedNegative.Written("no", "llm")))),
                Arguments.of(
                        "supplied-negative-1",
                        SuppliedNegativeCodec.INSTANCE,
                        new SuppliedNegative.Stored(new DocumentId("n"), "editor")),
                Arguments.of(
                        "supplied-negative-1-text",
                        SuppliedNegativeCodec.INSTANCE,
                        new SuppliedNegative.Written("no", "llm")),
                Arguments.of(
                        "offsets-1",
                        InputOffsetsCodec.INSTANCE,
                        InputOffsets.NONE.through(new InputPosition("a", 0, 4)).through(new InputPosition("b", 1, 5))));
    }

    @ParameterizedTest
    @MethodSource("records")
    <T> void writtenFormIsTheGoldenFileAndEveryCutOfItIsRefused(String name, Codec<T> codec, T value)
            throws IOException {
        byte[] golden = golden(name);

        assertThat(HexFormat.of().formatHex(codec.encode(value)))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(codec.decode(golden)).isEqualTo(value);
        for (int length = 0; length < golden.length; length++) {
            byte[] cut = Arrays.copyOf(golden, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(CorruptDataException.class);
        }
    }

    private static Stream<Arguments> olderRecords() {
        return Stream.of(
                Arguments.of(
                        "query-1",
                        QueryCodec.INSTANCE,
                        new Query(QUERY, "é", 7, Optional.of("u"), List.of(), List.of(DOCUMENT))),
                Arguments.of(
                        "query-1-scope",
                        QueryCodec.INSTANCE,
                        new Query(QUERY, "é", 7, Optional.of("u"), List.of("own"), List.of(DOCUMENT))),
                Arguments.of(
                        "click-1",
                        ClickCodec.INSTANCE,
                        new Click(QUERY, DOCUMENT, "click", 7, OptionalInt.of(3), 0.5f, Optional.empty())),
                Arguments.of(
                        "example-1",
                        ExampleCodec.INSTANCE,
                        new Example(
                                QUERY, "t", DOCUMENT, "click", 1, List.of(DOCUMENT), 7, new InputPosition("c", 1, 2))),
                Arguments.of(
                        "upsert-2",
                        DocumentChangeCodec.INSTANCE,
                        new DocumentChange.Upsert(DOCUMENT, OptionalLong.of(9), "text", Optional.of("s"))),
                Arguments.of(
                        "deletion-2",
                        DocumentChangeCodec.INSTANCE,
                        new DocumentChange.Deletion(DOCUMENT, OptionalLong.empty())),
                Arguments.of(
                        "upsert-1",
                        DocumentChangeCodec.INSTANCE,
                        new DocumentChange.Upsert(DOCUMENT, OptionalLong.of(9), "text")),
                Arguments.of(
                        "deletion-1",
                        DocumentChangeCodec.INSTANCE,
                        new DocumentChange.Deletion(DOCUMENT, OptionalLong.empty())));
    }

    @ParameterizedTest
    @MethodSource("olderRecords")
    <T> void olderFormsAreStillRead(String name, Codec<T> codec, T value) throws IOException {
        assertThat(codec.decode(golden(name))).isEqualTo(value);
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = RecordCodecsTest.class.getResourceAsStream("/golden/record/" + name + ".hex")) {
            assertThat(in).as("golden file of %s", name).isNotNull();
            return HexFormat.of().parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip());
        }
    }
}
