package io.remine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A Python program beside this one that does the same work when it is told to: a line on its standard input is a command,
 * a line of JSON on its standard output the answer. What it has to complain about goes to the terminal.
 */
final class Peer implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    /** What the peers that train import. */
    static final String TRAINING = "torch, faiss, numpy, safetensors, tokenizers, confluent_kafka";
    /** What the peer that trains on a GPU imports. */
    static final String TRAINING_ON_GPU = "torch, numpy, safetensors, tokenizers";
    /** What the peer that searches imports. */
    static final String SEARCH = "faiss, numpy";
    /** What the peer that searches on a GPU imports. */
    static final String SEARCH_ON_GPU = "torch, numpy";

    /** What the peer that mines negatives imports. */
    static final String NEGATIVES = "torch, faiss, datasets, sentence_transformers";

    private static final long END_SECONDS = 30;

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;
    private final String name;

    private Peer(Process process) throws IOException {
        this.process = process;
        commands = process.outputWriter();
        answers = process.inputReader();
        name = answer().required("peer").asText();
    }

    /** Whether the interpreter is there and can import these modules. */
    static boolean isInstalled(String python, String modules) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(python, "-c", "import " + modules)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    /** How to install what they need. */
    static String installation(Path scripts) {
        return "python3 -m venv DIR && DIR/bin/pip install -r %s, then --python DIR/bin/python3"
                .formatted(scripts.resolve("requirements.txt"));
    }

    /** Starts a script and waits until it is ready. */
    static Peer start(String python, Path script, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(python, script.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new Peer(process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** What it calls itself. */
    String name() {
        return name;
    }

    /** Gives a command, its words separated by spaces, and waits for the answer. */
    JsonNode ask(Object... words) throws IOException {
        String command = Arrays.stream(words).map(String::valueOf).collect(Collectors.joining(" "));
        commands.write(command + "\n");
        commands.flush();
        return answer();
    }

    /** What it takes now, and has taken at most. */
    ProcessMemory memory() throws IOException {
        return ProcessMemory.of(process.pid());
    }

    @Override
    public void close() throws IOException {
        try {
            commands.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode answer() throws IOException {
        String line = Optional.ofNullable(answers.readLine())
                .orElseThrow(() -> new IOException("the peer has ended; what it wrote is above"));
        return MAPPER.readTree(line);
    }
}
