package io.remine.streams.search;

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

/** A real browser, where this machine has one: {@code $CHROME}, or the usual names on the path. */
record Chromium(Path program) {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    static Optional<Chromium> find() {
        String chosen = System.getenv("CHROME");
        if (chosen != null && !chosen.isBlank()) {
            return Optional.of(new Chromium(Path.of(chosen)));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return NAMES.stream()
                .flatMap(name -> Stream.of(path.split(File.pathSeparator))
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Chromium::new);
    }

    /** The page as it stands once its scripts have run for some seconds of the browser's own time. */
    String dump(String address, Path directory) throws IOException, InterruptedException {
        Path dumped = directory.resolve("page.html");
        run(dumped, directory, List.of("--dump-dom", address));
        return Files.readString(dumped, StandardCharsets.UTF_8);
    }

    private void run(Path output, Path directory, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-sync",
                "--no-first-run",
                "--user-data-dir=" + directory.resolve("profile"),
                "--virtual-time-budget=5000"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(directory.resolve("errors.txt").toFile())
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("%s did not end within five minutes: %s".formatted(program, command));
        }
    }
}
