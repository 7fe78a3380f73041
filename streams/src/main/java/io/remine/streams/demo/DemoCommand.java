package io.remine.streams.demo;

import io.remine.streams.terminal.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code remine demo}. */
@Command(
        name = "demo",
        description = {
            "Shows the whole loop learning: an embedded Kafka and Flink, WordNet's glosses as documents, simulated readers who"
                    + " look words up and click.",
            "At the end the trained retriever is compared with the frozen one on words that nobody clicked."
        })
public final class DemoCommand implements Callable<Integer> {

    private static final double MILLIS_PER_MINUTE = 60_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--documents", paramLabel = "N", description = "Glosses to search (default: ${DEFAULT-VALUE}).")
    private int documents = 10_000;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long readers read, from the first answered search (default: ${DEFAULT-VALUE}).")
    private double minutes = 4;

    @Option(names = "--stay", description = "Keep serving after the summary, until Ctrl-C.")
    private boolean stay;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the figures as JSON.")
    private Path report;

    @Option(names = "--port", description = "Of the page; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Keep broker, checkpoints and state here; another run goes on from there.")
    private Path directory;

    @Option(names = "--seed", description = "Of task and readers (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(names = "--model", hidden = true, description = "minilm, or random:SEED for a tiny encoder.")
    private String model = "minilm";

    @Option(names = "--checkpoint-interval-ms", hidden = true, description = "The length of a training round.")
    private long checkpointIntervalMillis = 5_000;

    @Override
    public Integer call() throws Exception {
        DemoSettings settings;
        try {
            settings = settings();
            Preflight.check(settings);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        return DemoProcess.run(settings, Screen.on(spec.commandLine().getOut()));
    }

    private DemoSettings settings() {
        return new DemoSettings(
                documents,
                Duration.ofMillis(Math.round(minutes * MILLIS_PER_MINUTE)),
                stay,
                Optional.ofNullable(report),
                port,
                Optional.ofNullable(directory),
                seed,
                model,
                Duration.ofMillis(checkpointIntervalMillis));
    }
}
