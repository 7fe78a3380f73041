package io.remine.state.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.lineage.InputPosition;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordLimitsTest {

    private static final QueryId QUERY = new QueryId("q");
    private static final DocumentId CLICKED = new DocumentId("d");
    private static final DocumentId OTHER = new DocumentId("e");

    @Test
    void clickedDocumentAndRepetitionsAreNoOthers() {
        Click click = click(List.of(OTHER, CLICKED, OTHER));

        assertThat(click.others()).containsExactly(OTHER);
        assertThat(click.relevant()).containsExactly(CLICKED, OTHER);
        assertThat(example(click.others(), List.of()).relevant()).containsExactly(CLICKED, OTHER);
    }

    @Test
    void moreThanTheLimitIsRefusedWithIt() {
        assertThatThrownBy(() -> click(Collections.nCopies(Click.MAX_OTHERS + 1, OTHER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000 other documents")
                .hasMessageContaining("limits 999");
        assertThatThrownBy(() -> query(Collections.nCopies(Query.MAX_SCOPES + 1, "s")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 scopes of query q, limit 64");
        SuppliedNegative longest = new SuppliedNegative.Written("x".repeat(SuppliedNegative.MAX_TEXT_CHARS), "llm");
        assertThatThrownBy(() -> example(List.of(), Collections.nCopies(14, longest)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("14 negatives of 140042 bytes")
                .hasMessageContaining("limits 64 and 131072");
        assertThatThrownBy(() -> example(
                        List.of(),
                        IntStream.rangeClosed(0, Example.MAX_NEGATIVES)
                                .mapToObj(i -> (SuppliedNegative)
                                        new SuppliedNegative.Stored(new DocumentId("n" + i), "editor"))
                                .toList()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65 negatives");
    }

    @Test
    void scopesAreNamedOnceInOrder() {
        assertThat(query(List.of("own", "open", "own")).scopes()).containsExactly("own", "open");
        assertThatThrownBy(() -> query(List.of(" "))).hasMessageContaining("scope is empty");
    }

    @Test
    void negativeIsTheSameWhoeverSaysSo() {
        SuppliedNegative stored = new SuppliedNegative.Stored(OTHER, "editor");

        assertThat(stored.sameAs(new SuppliedNegative.Stored(OTHER, "llm"))).isTrue();
        assertThat(stored.sameAs(new SuppliedNegative.Stored(CLICKED, "editor")))
                .isFalse();
        assertThat(stored.sameAs(new SuppliedNegative.Written("e", "editor"))).isFalse();
        assertThatThrownBy(() -> new SuppliedNegative.Written("x".repeat(10_001), "llm"))
                .hasMessageContaining("10001 characters, limit 10000");
        assertThatThrownBy(() -> new SuppliedNegative.Written("a\0b", "llm")).hasMessageContaining("control character");
        assertThat(new SuppliedNegative.Written("a\tb\r\n", "llm").size()).isEqualTo(8);
    }

    private static Query query(List<String> scopes) {
        return new Query(QUERY, "text", 0, Optional.empty(), scopes, List.of());
    }

    private static Click click(List<DocumentId> others) {
        return new Click(QUERY, CLICKED, "click", 0, OptionalInt.empty(), 1, Optional.empty(), others);
    }

    private static Example example(List<DocumentId> others, List<SuppliedNegative> negatives) {
        return new Example(
                QUERY,
                "text",
                CLICKED,
                "click",
                1,
                List.of(),
                0,
                new InputPosition("clicks", 0, 0),
                others,
                OptionalInt.empty(),
                List.of(),
                negatives);
    }
}
