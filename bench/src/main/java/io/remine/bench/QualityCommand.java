package io.remine.bench;

import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Trainable;
import io.remine.streams.evaluate.Evaluation;
import io.remine.streams.evaluate.EvaluationSettings;
import io.remine.streams.evaluate.StreamOrder;
import io.remine.streams.generation.ModelSource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench quality}: evaluates recipes on collections, keeps the figures, and writes the table of all there are. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description =
                "Evaluates recipes on collections and keeps their figures, and writes the table of all that are kept."
                        + " A run that is kept is not made again.")
final class QualityCommand implements Callable<Integer> {

    private static final double CONTROL_SHARE = 1;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Holds the collections, each in BEIR's layout.")
    private Path data;

    @Option(
            names = "--collections",
            split = ",",
            defaultValue = "medquad,so-code,nfcorpus",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<String> collections;

    @Option(names = "--recipes", split = ",", description = "Names. Default: all that come with Remine.")
    private List<String> recipes;

    @Option(names = "--seeds", split = ",", defaultValue = "13", description = "Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds;

    @Option(names = "--limit", defaultValue = "0", description = "Most train queries. Default: all.")
    private int limit;

    @Option(names = "--noise", defaultValue = "0", description = "Share of wrong clicks. Default: ${DEFAULT-VALUE}.")
    private double noise;

    @Option(
            names = "--again",
            description = "Makes the runs again whose figures are kept; the new ones take their place.")
    private boolean again;

    @Option(
            names = "--figures",
            paramLabel = "FILE",
            defaultValue = "${sys:remine.root:-.}/bench/quality.tsv",
            description = "Where the figures are kept. Default: bench/quality.tsv.")
    private Path figures;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "remine-data/corpora",
            description = "Where encoded corpora are kept. Default: ${DEFAULT-VALUE}.")
    private Path cache;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            defaultValue = "${sys:remine.root:-.}/bench/RESULTS.md",
            description = "Writes the table. Default: bench/RESULTS.md.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        QualityFile kept = QualityFile.open(figures);
        Files.writeString(report, QualityTable.of(kept.all()));
        for (String collection : collections) {
            List<QualityRun> due = due(collection, kept);
            if (!due.isEmpty()) {
                run(collection, due, kept);
            }
        }
        return 0;
    }

    private List<QualityRun> due(String collection, QualityFile kept) {
        List<QualityRun> due = new ArrayList<>();
        for (String recipe : recipes == null ? Recipes.NAMES : recipes) {
            for (long seed : seeds) {
                QualityRun run = new QualityRun(collection, recipe, limit, noise, seed);
                if (again || !kept.has(run)) {
                    due.add(run);
                }
            }
        }
        return due;
    }

    private void run(String collection, List<QualityRun> runs, QualityFile kept) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Evaluation evaluation = Evaluation.open(
                data.resolve(collection),
                ModelSource.load("minilm"),
                Trainable.parse("all-but-embeddings"),
                cache,
                line -> {})) {
            for (QualityRun run : runs) {
                QualityFigures made = QualityFigures.of(run, evaluation.run(Recipes.load(run.recipe()), settings(run)));
                kept.put(made);
                Files.writeString(report, QualityTable.of(kept.all()));
                out.printf(Locale.ROOT, "%s: %.4f to %.4f%n", run, made.zeroShot(), made.end());
                out.flush();
            }
        }
    }

    private static EvaluationSettings settings(QualityRun run) {
        return new EvaluationSettings(
                StreamOrder.FILE, 1, run.limit(), run.noise(), CONTROL_SHARE, run.seed(), List.of(100), true);
    }
}
