package io.remine.bench.follow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A started {@link FollowerCommand}; it ends with this process, whose end ends its input. */
final class FollowerProcess implements AutoCloseable {

    private static final long PATIENCE_MINUTES = 10;
    private static final String PROPORTIONAL = "Pss:";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /**
     * What it printed.
     *
     * @param millis when it was shown, milliseconds since 1970
     * @param nextOffset of the documents' first partition, after the last that it contains
     * @param digest of all documents
     */
    record Shown(long millis, long nextOffset, long documents, long digest) {

        private static Shown parse(String line) {
            String[] fields = line.split(" ", -1);
            return new Shown(
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[4]));
        }
    }

    private FollowerProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "follower-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** One that follows. */
    static FollowerProcess start(String brokers, Path cache) throws IOException {
        return start(List.of("--brokers", brokers, "--cache", cache.toString()));
    }

    /** One that follows nothing, and has begun to. */
    static FollowerProcess idle() throws IOException, InterruptedException {
        FollowerProcess started = start(List.of());
        started.line();
        return started;
    }

    private static FollowerProcess start(List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xms16m", "-Xmx64m", "-XX:+UseSerialGC", "-Dai.djl.offline=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FollowerCommand.class.getName()));
        command.addAll(options);
        return new FollowerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The next view that it has shown. */
    Shown next() throws InterruptedException {
        return Shown.parse(line());
    }

    /** All views that it has shown and nobody has asked for. */
    List<Shown> all() {
        List<String> printed = new ArrayList<>();
        lines.drainTo(printed);
        return printed.stream().map(Shown::parse).toList();
    }

    /** Its memory now, pages that it shares with other processes in equal parts: what one more of them takes. */
    long bytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/smaps_rollup".formatted(process.pid()))).stream()
                .filter(line -> line.startsWith(PROPORTIONAL))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        process.destroy();
    }

    private String line() throws InterruptedException {
        String line = lines.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
        if (line == null) {
            throw new IllegalStateException("a follower has shown nothing for %d minutes".formatted(PATIENCE_MINUTES));
        }
        return line;
    }

    private void read() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            output.lines().filter(line -> line.matches("idle|view .*")).forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            lines.clear();
        }
    }
}
