package io.remine.bench;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code remine bench approximate}: search by the graph beside exact search. */
@Command(
        name = "approximate",
        mixinStandardHelpOptions = true,
        description =
                "Builds the graph over clustered unit vectors of 384 numbers; then searches the best 10 of each query"
                        + " exactly and by the graph by turns. Prints how many of the best the graph finds, and its time by that"
                        + " of exact search. A million rows take 4 GB besides the heap, REMINE_HEAP=6g, and a while.")
final class ApproximateCommand implements Callable<Integer> {

    private static final int LEAST_ROWS = 50_000; // fewer are searched exactly
    private static final int MOST_ROWS = 10_000_000;

    @Option(names = "--rows", defaultValue = "100000", description = "Size of the index. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(names = "--queries", defaultValue = "200", description = "How many. Default: ${DEFAULT-VALUE}.")
    private int queries;

    @Mixin
    private ReportOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check("--rows", rows, LEAST_ROWS, MOST_ROWS);
        check("--queries", queries, 1, 100_000);
        System.setProperty("ai.djl.pytorch.num_threads", "1"); // the search itself takes all cores
        PrintWriter out = spec.commandLine().getOut();
        ApproximateBench.Figures figures =
                new ApproximateBench(rows, queries, options.seed).run(ReportOptions.progress(out));
        out.printf(
                "built in %.0f s, %.0f of them computing%n", figures.buildSeconds(), figures.buildProcessorSeconds());
        out.printf("recall@10 %.4f, of the worst query %.1f%n", figures.recall(), figures.leastRecall());
        out.printf(
                "one query: exact %.2f ms, by the graph %.2f ms, ratio %.3f%n",
                figures.exactMillis(), figures.graphMillis(), figures.ratio());
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("rows", rows);
        report.put("queries", queries);
        report.put("buildSeconds", figures.buildSeconds());
        report.put("buildProcessorSeconds", figures.buildProcessorSeconds());
        report.put("recallAt10", figures.recall());
        report.put("leastRecallAt10", figures.leastRecall());
        report.put("exactMillis", figures.exactMillis());
        report.put("graphMillis", figures.graphMillis());
        report.put("ratio", figures.ratio());
        options.report(report);
        return 0;
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), "%s %d, must be from %d to %d".formatted(option, value, least, most));
        }
    }
}
