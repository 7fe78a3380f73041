package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.record.Attributes;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FilterTest {

    private static final Attributes PET =
            new Attributes(Map.of("language", List.of("en"), "tag", List.of("cat", "pet")));

    @Test
    void oneOfTheValuesOfEveryNameMustBeThere() {
        assertThat(Filter.NONE.allows(Attributes.NONE)).isTrue();
        assertThat(Filter.anyOf("language", "en").allows(PET)).isTrue();
        assertThat(Filter.anyOf("tag", "dog", "pet").allows(PET)).isTrue();
        assertThat(Filter.anyOf("tag", "dog", "pet").and("language", "fr").allows(PET))
                .isFalse();
        assertThat(Filter.anyOf("language", "en").allows(Attributes.NONE)).isFalse();
        assertThat(Filter.anyOf("tag", "a", "b")).isEqualTo(new Filter(Map.of("tag", List.of("b", "a", "b"))));
    }

    @Test
    void whatCannotBeAFilterIsRefused() {
        assertRefused(() -> Filter.anyOf("tag"), "lists no value");
        assertRefused(() -> Filter.anyOf("", "v"), "empty");
        assertRefused(() -> Filter.anyOf("tag", "a").and("tag", "b"), "twice");
        String[] many = IntStream.rangeClosed(0, Filter.MAX_VALUES)
                .mapToObj(String::valueOf)
                .toArray(String[]::new);
        assertRefused(() -> Filter.anyOf("tag", many), "limit 1024");
    }

    private static void assertRefused(Runnable making, String reason) {
        assertThatThrownBy(making::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
