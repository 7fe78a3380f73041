package io.remine.state.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributesTest {

    @Test
    void orderAndRepetitionOfValuesDoNotMatter() {
        Attributes attributes = new Attributes(Map.of("tag", List.of("b", "a", "b")));
        assertThat(attributes).isEqualTo(new Attributes(Map.of("tag", List.of("a", "b"))));
        assertThat(attributes.of("tag")).containsExactly("a", "b");
        assertThat(attributes.of("other")).isEmpty();
        assertThat(Attributes.NONE.isEmpty()).isTrue();
    }

    @Test
    void whatCannotBeAnAttributeIsRefused() {
        assertRefused(Map.of("", List.of("v")), "name of an attribute is empty");
        assertRefused(Map.of("n", List.of("")), "value of the attribute n is empty");
        assertRefused(Map.of("n", List.of()), "has no value");
        assertRefused(Map.of("n\n", List.of("v")), "control character");
        assertRefused(Map.of("n".repeat(65), List.of("v")), "limit 64");
        assertRefused(Map.of("n", List.of("é".repeat(257))), "limit 512");
        assertRefused(Map.of("n", numbers(257, "")), "257 values");
        assertRefused(Map.of("n", numbers(40, "v".repeat(500))), "limits 256 and 16384");
    }

    private static List<String> numbers(int count, String prefix) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    private static void assertRefused(Map<String, List<String>> values, String reason) {
        assertThatThrownBy(() -> new Attributes(values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
