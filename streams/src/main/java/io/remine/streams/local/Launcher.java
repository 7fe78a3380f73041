package io.remine.streams.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Starts processes with the Java and the class path of this one. */
final class Launcher {

    private static final Path NOTHING = Path.of("/dev/null");
    /**
     * Keep freed memory for the next training step, which asks for as much again; but in two arenas: with one for each of the
     * threads that come and go with jobs, it is kept as often.
     */
    private static final Map<String, String> MALLOC = Map.of(
            "MALLOC_TRIM_THRESHOLD_", "1073741824", "MALLOC_MMAP_THRESHOLD_", "33554432", "MALLOC_ARENA_MAX", "2");

    private Launcher() {}

    /** The next launch of a process: it runs when this returns, and may not answer yet. */
    static ProcessState launch(ClusterDirectory directory, ClusterState state, ProcessState process) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = LaunchCommand.of(java, directory, state, process);
        try {
            Path work = directory.work(process.name());
            delete(work);
            Files.createDirectories(work);
            Files.createDirectories(directory.log(process.name()).getParent());
            File output = directory.output(process.name()).toFile();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.root().toFile())
                    .redirectInput(NOTHING.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(output));
            builder.environment().put("CLASSPATH", classPath());
            MALLOC.forEach(builder.environment()::putIfAbsent);
            return process.launched(builder.start().pid());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start %s: %s".formatted(process.name(), command), e);
        }
    }

    /** Absolute, since the processes run elsewhere. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((left, right) -> left + File.pathSeparator + right)
                .orElseThrow();
    }

    /** What a process that was killed has left behind. */
    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> tree = Files.walk(directory)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
