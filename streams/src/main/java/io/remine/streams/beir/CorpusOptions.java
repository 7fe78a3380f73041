package io.remine.streams.beir;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** By what the commands that search a collection's documents encode them, and where they keep the vectors. */
public final class CorpusOptions {

    @Option(
            names = "--model",
            defaultValue = "minilm",
            description = "minilm, random:SEED or directory:PATH. Default: ${DEFAULT-VALUE}.")
    private String model;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "remine-data/corpora",
            description = "Where encoded corpora are kept. Default: ${DEFAULT-VALUE}.")
    private Path cache;

    /** As {@code ModelSource} takes it. */
    public String model() {
        return model;
    }

    /** A directory, which need not be there. */
    public Path cache() {
        return cache;
    }
}
