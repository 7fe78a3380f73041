package io.remine.bench.follow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Another Java process with the classes of this one, which answers by lines; it ends with this one, whose end ends its input. */
final class JavaProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JavaProcess.class);
    private static final long PATIENCE_MINUTES = 10;
    private static final String ENDED = "\n"; // no line

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Writer input;

    private JavaProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the main method of a class.
     *
     * @param before what Java's command is given to, empty for none
     * @param launcher options of Java
     */
    static JavaProcess start(Class<?> main, List<String> before, List<String> launcher, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launcher);
        command.addAll(List.of("-XX:+UseSerialGC", "-Dai.djl.offline=true"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new JavaProcess(
                main.getSimpleName(),
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start());
    }

    void say(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** The next line that begins with the word, without it; lines before it are lost. */
    String await(String word) throws InterruptedException {
        while (true) {
            String line = lines.poll(PATIENCE_MINUTES, TimeUnit.MINUTES);
            if (line == null || line.equals(ENDED)) {
                throw new IllegalStateException("%s has not said \"%s\": it ended or took more than %d minutes"
                        .formatted(name, word, PATIENCE_MINUTES));
            }
            if (begins(line, word)) {
                return line.substring(word.length()).strip();
            }
        }
    }

    long id() {
        return process.pid();
    }

    /** Ends it, and returns when it has ended. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static boolean begins(String line, String word) {
        return line.equals(word) || line.startsWith(word + " ");
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            LOG.debug("the output of {} was closed", name, ended);
        } finally {
            lines.add(ENDED);
        }
    }
}
