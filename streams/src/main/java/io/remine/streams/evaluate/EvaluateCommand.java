package io.remine.streams.evaluate;

import io.remine.operators.merging.Outer;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.evaluation.PairedBootstrap;
import io.remine.state.evaluation.PairedDifference;
import io.remine.state.evaluation.Prequential;
import io.remine.streams.beir.CorpusOptions;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.generation.ModelSource;
import io.remine.streams.train.TrainSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine evaluate}: what a recipe learns from a collection's train queries, measured on its test queries. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Streams a collection's train queries through the train job's operators, once,"
                + " and measures exact search of its test queries before, underway and after.")
public final class EvaluateCommand implements Callable<Integer> {

    @Option(
            names = "--beir",
            required = true,
            paramLabel = "DIR",
            description = "corpus.jsonl, queries.jsonl (or .gz) and qrels/{train,dev,test}.tsv.")
    private Path beir;

    @Option(
            names = "--also",
            split = ",",
            paramLabel = "DIR",
            description = "Other collections: measured before and after, to see whether training does harm there.")
    private List<Path> also = List.of();

    @Option(
            names = "--recipe",
            defaultValue = Recipes.DEFAULT,
            description = "A name that `remine recipes` lists, or a .yaml. Default: ${DEFAULT-VALUE}.")
    private String recipe;

    @Option(
            names = "--trainable",
            defaultValue = "all-but-embeddings",
            description = "all, all-but-embeddings or last-N. Default: ${DEFAULT-VALUE}.")
    private String trainable;

    @Option(names = "--order", defaultValue = "file", description = "file, id or time. Default: ${DEFAULT-VALUE}.")
    private StreamOrder order;

    @Option(names = "--passes", defaultValue = "1", description = "Over the stream. Default: ${DEFAULT-VALUE}.")
    private int passes;

    @Option(names = "--limit", defaultValue = "0", description = "Most train queries. Default: all.")
    private int limit;

    @Option(
            names = "--noise",
            defaultValue = "0",
            description = "Share of queries with a wrong click from the top 10. Default: ${DEFAULT-VALUE}.")
    private double noise;

    @Option(
            names = "--control-share",
            defaultValue = "1",
            description =
                    "Of the examples that the first encoder ranks as well, to notice harm: with fewer it is noticed"
                            + " later. Default: ${DEFAULT-VALUE}.")
    private double controlShare;

    @Option(
            names = "--seed",
            defaultValue = "13",
            description = "Of what is drawn at random. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--workers", defaultValue = "1", description = "That train in turn. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--micro-batch",
            defaultValue = "32",
            description = "Examples of one worker's step. Default: ${DEFAULT-VALUE}.")
    private int microBatch;

    @Option(
            names = "--round",
            paramLabel = "EXAMPLES",
            defaultValue = "512",
            description = "After so many examples of all workers what they have learnt is merged."
                    + " Default: ${DEFAULT-VALUE}.")
    private int roundExamples;

    @Option(
            names = "--outer",
            defaultValue = "identity",
            description = "identity or nesterov: how merged progress moves the base. Default: ${DEFAULT-VALUE}.")
    private String outer;

    @Option(
            names = "--marks",
            split = ",",
            paramLabel = "PERCENT",
            defaultValue = "25,50,100",
            description = "Of the stream, where the splits are measured. Default: ${DEFAULT-VALUE}.")
    private List<Integer> marks;

    @Option(
            names = "--ahead",
            description =
                    "At every twentieth of the stream measures nDCG@10 of the queries in the next one on their right"
                            + " documents, wrong clicks or not.")
    private boolean ahead;

    @Mixin
    private CorpusOptions corpus;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes everything as JSON.")
    private Path report;

    @Option(names = "--run", paramLabel = "FILE", description = "Writes the test rankings as a TREC run.")
    private Path run;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Workers training = new Workers(workers, microBatch, roundExamples, outer());
        EvaluationSettings settings =
                new EvaluationSettings(order, passes, limit, noise, controlShare, seed, training, marks, ahead);
        EvaluationResult result = evaluate(Recipes.load(recipe), settings, out);
        print(result, out);
        if (report != null) {
            result.writeReport(report);
        }
        if (run != null) {
            result.writeRun(run);
        }
        return 0;
    }

    private Outer outer() {
        return TrainSettings.outer(RemineConfiguration.of(Map.of("merge.outer", outer)));
    }

    private EvaluationResult evaluate(Recipe chosen, EvaluationSettings settings, PrintWriter out) throws Exception {
        List<Evaluation> opened = new ArrayList<>();
        try {
            EncoderSource first = ModelSource.load(corpus.model());
            opened.add(open(beir, first, out));
            for (Path other : also) {
                opened.add(open(other, first, out));
            }
            return opened.get(0).run(chosen, settings, opened.subList(1, opened.size()));
        } finally {
            opened.forEach(Evaluation::close);
        }
    }

    private Evaluation open(Path directory, EncoderSource first, PrintWriter out) throws IOException {
        return Evaluation.open(directory, first, Trainable.parse(trainable), corpus.cache(), line -> {
            out.println(line);
            out.flush();
        });
    }

    private static void print(EvaluationResult result, PrintWriter out) {
        out.printf(
                "%n%s, recipe %s: %,d documents, %,d examples, %,d test queries%n%n",
                result.collection(),
                result.recipe().name(),
                result.documents(),
                result.examples(),
                result.test().size());
        out.printf("%12s %10s %10s %12s %12s%n", "examples", "nDCG@10", "MRR@10", "Recall@100", "dev nDCG@10");
        print(result.zeroShot(), out);
        result.marks().forEach(mark -> print(mark, out));
        PairedBootstrap.Interval gain = result.gain();
        out.printf(
                "%nnDCG@10 against zero-shot: %+.4f (95%% %+.4f to %+.4f)%n",
                result.endNdcg10() - result.zeroShotNdcg10(), gain.low(), gain.high());
        for (Elsewhere other : result.elsewhere()) {
            out.printf(
                    "%s, of which nothing was seen: %.4f to %.4f, %+.4f (95%% %+.4f to %+.4f)%n",
                    other.collection(),
                    other.zeroShot().test().meanNdcg10(),
                    other.end().test().meanNdcg10(),
                    other.change(),
                    other.interval().low(),
                    other.interval().high());
        }
        out.print("prequential MRR@10, model / first encoder:");
        for (Prequential window : result.prequential()) {
            out.printf(" %.3f/%.3f", window.sampledMrr(), window.controlMrr());
        }
        out.println();
        PairedDifference difference = result.wholePrequential().difference();
        out.printf(
                "prequential nDCG@10 against the first encoder: %+.4f (standard error %.4f, %,d examples)%n",
                difference.mean(), difference.standardError(), difference.pairs());
        result.aheadNdcg10()
                .ifPresent(mean -> out.printf("nDCG@10 of what is ahead, on right documents: %.4f%n", mean));
        result.noticedAt()
                .ifPresent(at ->
                        out.printf("harm noticed after %,d examples (%.0f %%)%n", at, 100.0 * at / result.examples()));
        out.printf("first micro-batch: loss %.6f, gradient %.6f%n", result.firstLoss(), result.firstGradientNorm());
        result.seconds().forEach((phase, taken) -> out.printf("%-20s %8.1f s%n", phase, taken));
        out.printf("%.1f examples/s%n", result.examplesPerSecond());
        out.flush();
    }

    private static void print(Measured measured, PrintWriter out) {
        out.printf(
                "%,12d %10.4f %10.4f %12.4f %12s%n",
                measured.examples(),
                measured.test().meanNdcg10(),
                measured.test().meanMrr10(),
                measured.test().meanRecall100(),
                measured.dev().map(dev -> "%.4f".formatted(dev.meanNdcg10())).orElse("-"));
    }
}
