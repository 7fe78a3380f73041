package io.remine.streams.mine;

import io.remine.streams.beir.CorpusOptions;
import io.remine.streams.mine.OutputFormat.Style;
import io.remine.streams.terminal.Screen;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine mine}: hard negatives as a file, with the options of sentence-transformers. */
@Command(
        name = "mine",
        mixinStandardHelpOptions = true,
        description = "Writes hard negatives of a collection's queries, found by exact search, as lines of JSON."
                + " Options mean what they mean to sentence-transformers' mine_hard_negatives;"
                + " margins are taken from the lowest-scored positive of a query.")
public final class MineCommand implements Callable<Integer> {

    @ArgGroup(multiplicity = "1")
    private Input input;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Lines of JSON, compressed if it ends in .gz. It appears when it is complete.")
    private Path out;

    @Mixin
    private NegativeOptions negatives = new NegativeOptions(3);

    @Option(
            names = "--range-min",
            defaultValue = "0",
            description = "How many of the first ranks are passed over. Default: ${DEFAULT-VALUE}.")
    private int rangeMin;

    @Option(names = "--max-score", description = "The highest cosine of a negative.")
    private Double maxScore;

    @Option(names = "--min-score", description = "The lowest cosine of a negative.")
    private Double minScore;

    @Option(names = "--absolute-margin", description = "How far below the positive a negative must be, as a cosine.")
    private Double absoluteMargin;

    @Option(
            names = "--sampling-strategy",
            defaultValue = "top",
            description = "top or random, from what is left. Default: ${DEFAULT-VALUE}.")
    private Sampling sampling;

    @Option(names = "--seed", defaultValue = "13", description = "Of random sampling. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--include-positives",
            description = "Leaves positives in the ranking that negatives are taken from (n-tuple, labeled-list).")
    private boolean includePositives;

    @Option(
            names = "--output-format",
            defaultValue = "triplet",
            description = "triplet, n-tuple, labeled-pair or labeled-list. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format;

    @Option(names = "--include-scores", description = "Writes cosines too.")
    private boolean scores;

    @Option(names = "--ids", description = "Writes ids of queries and documents in place of their texts.")
    private boolean ids;

    @Option(
            names = "--batch",
            defaultValue = "512",
            description = "Queries encoded and searched at once. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Mixin
    private CorpusOptions corpus;

    @Spec
    private CommandSpec spec;

    /** A collection, or its files. */
    static final class Input {

        @ArgGroup(exclusive = false)
        private OfCollection collection;

        @ArgGroup(exclusive = false)
        private OfFiles files;

        MineInput input() {
            return collection != null
                    ? MineInput.ofCollection(collection.beir, collection.split)
                    : new MineInput(files.queries, files.documents, Optional.ofNullable(files.qrels));
        }
    }

    static final class OfCollection {

        @Option(
                names = "--beir",
                required = true,
                paramLabel = "DIR",
                description = "corpus.jsonl, queries.jsonl (or .gz) and qrels/SPLIT.tsv.")
        private Path beir;

        @Option(
                names = "--split",
                defaultValue = "train",
                description = "Whose queries are mined for. Default: ${DEFAULT-VALUE}.")
        private String split;
    }

    static final class OfFiles {

        @Option(
                names = "--queries",
                required = true,
                paramLabel = "FILE",
                description = "Lines of JSON (or .gz): _id or id, text, and perhaps positives, a list of document ids.")
        private Path queries;

        @Option(
                names = "--documents",
                required = true,
                paramLabel = "FILE",
                description = "Lines of JSON (or .gz): _id or id, text, and perhaps title.")
        private Path documents;

        @Option(
                names = "--qrels",
                paramLabel = "FILE",
                description = "Query id, document id, grade, separated by tabs, under a line of headings.")
        private Path qrels;
    }

    @Override
    public Integer call() throws Exception {
        MineSettings settings = new MineSettings(
                rangeMin,
                negatives.rangeMax(),
                optional(maxScore),
                optional(minScore),
                optional(absoluteMargin),
                negatives.relativeMargin(),
                negatives.count(),
                sampling,
                includePositives,
                seed);
        settings.filters(); // refuses what no filter can do
        Mining mining = new Mining(
                input.input(), corpus.model(), settings, format, new Style(ids, scores), batch, corpus.cache(), out);
        Screen screen = Screen.on(spec.commandLine().getOut());
        Tally tally = mining.run(screen);
        tally.lines(negatives.count()).forEach(screen::line);
        screen.line("%,d records of %,d queries in %s".formatted(tally.records(), tally.queries(), out));
        return 0;
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
