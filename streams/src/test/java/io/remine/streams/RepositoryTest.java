package io.remine.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the repository promises outside its Java code. */
class RepositoryTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void ciRunsTheTestCommandOfTheReadme() throws IOException {
        List<String> commands = readmeCommands();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(2);
        assertThat(commands.get(0)).isEqualTo("./remine demo");
        String testCommand = commands.get(1);
        assertThat(testCommand).startsWith("mvn ");

        String goals = testCommand.substring("mvn ".length());
        List<String> ciCommands = Files.readAllLines(ROOT.resolve(".ci/run")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("mvn "))
                .map(line -> line.replaceAll("\\s--[a-z-]+", ""))
                .toList();
        assertThat(ciCommands).containsExactly("mvn " + goals);
    }

    @Test
    void readmeCommandsExist() {
        assertThat(ROOT.resolve("remine")).isExecutable();
        assertThat(ROOT.resolve(".ci/run")).isExecutable();
    }

    @Test
    void composeFileIsAccepted() throws IOException, InterruptedException {
        Path log = Files.createTempFile("docker-compose", ".log");
        Process process;
        try {
            process = new ProcessBuilder("docker-compose", "config")
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: no docker-compose on the path");
            return;
        }
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(log, StandardCharsets.UTF_8))
                .isZero();
        Files.delete(log);
    }

    @Test
    void everyMetricIsDescribed() throws IOException {
        String described = Files.readString(ROOT.resolve("docs/metrics.md"));
        List<String> metrics = new ArrayList<>();
        for (String module : List.of("operators", "streams")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .flatMap(RepositoryTest::metrics)
                        .forEach(metrics::add);
            }
        }
        assertThat(metrics).hasSizeGreaterThan(15).allSatisfy(metric -> assertThat(described)
                .contains("| `" + metric + "` |"));
    }

    private static Stream<String> metrics(Path source) {
        try {
            return Pattern.compile("(?:counter|gauge|meter|histogram)\\(\"(\\w+)\"")
                    .matcher(Files.readString(source))
                    .results()
                    .map(match -> match.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> readmeCommands() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        return Pattern.compile("```\\n(.+?)\\n```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
