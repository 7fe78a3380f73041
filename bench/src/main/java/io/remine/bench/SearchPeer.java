package io.remine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** FAISS in a Python process: a command is a line on its standard input, the answer a line of JSON. */
final class SearchPeer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long END_SECONDS = 30;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final String name;

    private SearchPeer(Process process) throws IOException {
        this.process = process;
        commands = process.outputWriter();
        answers = process.inputReader();
        name = answer().required("peer").asText();
    }

    /** Starts it; empty if the interpreter or its FAISS is missing. */
    static Optional<SearchPeer> start(String python, Path script, int threads)
            throws IOException, InterruptedException {
        try {
            Process probe = new ProcessBuilder(python, "-c", "import faiss, numpy")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (probe.waitFor() != 0) {
                return Optional.empty();
            }
        } catch (IOException noSuchProgram) {
            return Optional.empty();
        }
        Process process = new ProcessBuilder(python, script.toString(), Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return Optional.of(new SearchPeer(process));
    }

    /** What it calls itself. */
    String name() {
        return name;
    }

    JsonNode ask(String command, Object... words) throws IOException {
        commands.write(command);
        for (Object word : words) {
            commands.write(" " + word);
        }
        commands.write("\n");
        commands.flush();
        return answer();
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the peer has ended; its own message is above");
        }
        return MAPPER.readTree(line);
    }

    @Override
    public void close() throws IOException {
        commands.close(); // the end of its input ends it
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
