package io.remine.streams.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.state.invariant.NoMixedView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs a {@link FollowerProcess}, and shows what it answers. A cache that a killed one has left is the next one's. */
final class Follower implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command = new ArrayList<>();
    private final Path log;
    private final NoMixedView views;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private Process process;
    private volatile Process answering; // the one that has answered last

    /**
     * Starts it.
     *
     * @param settings that reach the deployment
     * @param directory of its cache and its log
     */
    Follower(Path settings, Path directory, List<String> questions, NoMixedView views) {
        this.log = directory.resolve("follower.log");
        this.views = views;
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Dai.djl.offline=true",
                "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                "-Dremine.log=" + log,
                FollowerProcess.class.getName(),
                settings.toString(),
                directory.toString()));
        command.addAll(questions);
        start();
    }

    /** SIGKILL; it is started again at once. */
    synchronized void restart() {
        Process killed = process;
        process = null;
        end(killed);
        start();
    }

    /** Whether the one that was started last has answered. */
    synchronized boolean answers() {
        return answering == process;
    }

    /** @throws IllegalStateException if it has ended by itself */
    void check() {
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    @Override
    public synchronized void close() {
        Process last = process;
        process = null;
        end(last);
    }

    private synchronized boolean isWanted(Process launched) {
        return process == launched;
    }

    private void start() {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        log.resolveSibling("follower.out").toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
        Process launched = process;
        Thread thread = new Thread(() -> follow(launched), "follower");
        thread.setDaemon(true);
        thread.start();
    }

    private void follow(Process launched) {
        try (BufferedReader lines = launched.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                var answer = JSON.readTree(line);
                Answers.show(answer.required("question").asText(), answer, views);
                answering = launched;
            }
            fail(launched, "it has ended", null);
        } catch (IOException e) {
            fail(launched, e.toString(), e);
        }
    }

    /** What was killed may end in the middle of a line. */
    private void fail(Process launched, String why, IOException cause) {
        if (isWanted(launched)) {
            failure.compareAndSet(
                    null, new IllegalStateException("the follower: %s; see %s".formatted(why, log), cause));
        }
    }

    private static void end(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
