package io.remine.bench;

import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Trainable;
import io.remine.streams.evaluate.Evaluation;
import io.remine.streams.evaluate.EvaluationResult;
import io.remine.streams.evaluate.EvaluationSettings;
import io.remine.streams.evaluate.StreamOrder;
import io.remine.streams.generation.ModelSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench quality}: evaluates recipes on collections, those that have no report yet, and writes the table. */
@Command(
        name = "quality",
        mixinStandardHelpOptions = true,
        description = "Evaluates recipes on collections and writes the table of all reports there are."
                + " What has a report is not run again.")
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
            names = "--results",
            paramLabel = "DIR",
            defaultValue = "remine-data/results",
            description = "Where the reports are kept. Default: ${DEFAULT-VALUE}.")
    private Path results;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            defaultValue = "remine-data/corpora",
            description = "Where encoded corpora are kept. Default: ${DEFAULT-VALUE}.")
    private Path cache;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the table, such as bench/RESULTS.md.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Files.createDirectories(results);
        for (String collection : collections) {
            List<QualityRun> missing = missing(collection);
            if (!missing.isEmpty()) {
                run(collection, missing, out);
            }
        }
        String table = QualityTable.of(read());
        if (report == null) {
            out.println(table);
        } else {
            Files.writeString(report, table);
        }
        out.flush();
        return 0;
    }

    private List<QualityRun> missing(String collection) {
        List<QualityRun> missing = new ArrayList<>();
        for (String recipe : recipes == null ? Recipes.NAMES : recipes) {
            for (long seed : seeds) {
                QualityRun run = new QualityRun(collection, recipe, limit, noise, seed);
                if (!Files.exists(results.resolve(run.fileName()))) {
                    missing.add(run);
                }
            }
        }
        return missing;
    }

    private void run(String collection, List<QualityRun> runs, PrintWriter out) throws Exception {
        try (Evaluation evaluation = Evaluation.open(
                data.resolve(collection),
                ModelSource.load("minilm"),
                Trainable.parse("all-but-embeddings"),
                cache,
                line -> {})) {
            for (QualityRun run : runs) {
                EvaluationResult result = evaluation.run(Recipes.load(run.recipe()), settings(run));
                Path unfinished = Files.createTempFile(results, "unfinished", "");
                result.writeReport(unfinished);
                Files.move(unfinished, results.resolve(run.fileName()), StandardCopyOption.ATOMIC_MOVE);
                out.println(run.fileName());
                out.flush();
            }
        }
    }

    private static EvaluationSettings settings(QualityRun run) {
        return new EvaluationSettings(
                StreamOrder.FILE, 1, run.limit(), run.noise(), CONTROL_SHARE, run.seed(), List.of(100));
    }

    private List<QualityRun.Figures> read() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(results)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<QualityRun.Figures> figures = new ArrayList<>();
        for (Path file : files) {
            figures.add(QualityRun.read(file));
        }
        return figures;
    }
}
