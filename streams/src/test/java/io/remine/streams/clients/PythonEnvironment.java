package io.remine.streams.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Python with the package of {@code clients/python} and what it needs, in a virtual environment below {@code target}. */
record PythonEnvironment(Path python) {

    private static final Path PACKAGE =
            Path.of("../clients/python").toAbsolutePath().normalize();
    private static final Path DIRECTORY = Path.of("target/python").toAbsolutePath();

    /** Set where everything that can be tested must be: {@code .ci/run} sets it. */
    private static final String STRICT = "REMINE_CI";

    /** Makes the environment if it is not there; skips the test on a developer's machine without Python. */
    static PythonEnvironment prepare() throws IOException, InterruptedException {
        Optional<Path> system = onPath("python3");
        if (system.isEmpty() && System.getenv(STRICT) == null) {
            assumeTrue(false, "no python3 on this machine, so clients/python was not tested; install python3-venv");
        }
        assertThat(system).as("python3 on the path").isPresent();
        PythonEnvironment environment = new PythonEnvironment(DIRECTORY.resolve("bin/python"));
        Path stamp = DIRECTORY.resolve("installed");
        String wanted = Files.readString(PACKAGE.resolve("pyproject.toml"));
        if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
            new PythonEnvironment(system.get()).succeed("-m", "venv", "--clear", DIRECTORY.toString());
            environment.succeed(
                    "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", PACKAGE + "[test]");
            Files.writeString(stamp, wanted);
        }
        return environment;
    }

    /** Runs Python in the package's directory with these lines as its input; it must end well. Returns what it printed. */
    List<String> run(List<String> input, String... arguments) throws IOException, InterruptedException {
        Path given = Files.write(Files.createTempFile("python", ".in"), input);
        Path printed = Files.createTempFile("python", ".out");
        Path complaints = Files.createTempFile("python", ".err");
        List<String> command = new ArrayList<>(List.of(python.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(PACKAGE.toFile())
                .redirectInput(given.toFile())
                .redirectOutput(printed.toFile())
                .redirectError(complaints.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES))
                    .as("%s ends", command)
                    .isTrue();
            List<String> lines = Files.readAllLines(printed, StandardCharsets.UTF_8);
            assertThat(process.exitValue())
                    .as("%s: %s%n%s", command, Files.readString(complaints), String.join("\n", lines))
                    .isZero();
            return lines;
        } finally {
            process.destroyForcibly();
            for (Path file : List.of(given, printed, complaints)) {
                Files.delete(file);
            }
        }
    }

    private void succeed(String... arguments) throws IOException, InterruptedException {
        run(List.of(), arguments);
    }

    private static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
