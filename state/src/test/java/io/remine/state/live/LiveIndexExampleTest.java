package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LiveIndexExampleTest {

    private static final Path MODULE = Path.of("").toAbsolutePath();

    @Test
    void whatReadmeAndClassShowIsWhatCompiles() throws IOException {
        List<String> example =
                body(Files.readAllLines(MODULE.resolve("src/test/java/io/remine/state/live/LiveIndexExample.java")));
        assertThat(example).hasSizeBetween(5, 12);

        assertThat(Files.readString(MODULE.resolveSibling("README.md")))
                .contains(example.stream().collect(Collectors.joining("\n", "```java\n", "\n```")));
        assertThat(Files.readString(MODULE.resolve("src/main/java/io/remine/state/live/LiveIndex.java")))
                .contains(example.stream()
                        .map(line -> " * " + line)
                        .collect(Collectors.joining("\n", " * <pre>{@code\n", "\n * }</pre>")));
    }

    /** The lines of the method, without their indentation. */
    private static List<String> body(List<String> source) {
        int begin = source.indexOf(source.stream()
                .filter(line -> line.startsWith("    static void search"))
                .findFirst()
                .orElseThrow());
        int end = source.subList(begin, source.size()).indexOf("    }") + begin;
        return source.subList(begin + 1, end).stream()
                .map(line -> line.substring(8))
                .toList();
    }
}
