package io.remine.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What wrong clicks cost each recipe, beside the one that takes every click for right: over seeds, and seed by seed. */
final class WrongClicks {

    private static final String PLAIN = "softmax";

    private final Map<QualityRun, QualityFigures> byRun;

    private WrongClicks(Collection<QualityFigures> all) {
        this.byRun = all.stream().collect(Collectors.toMap(QualityFigures::run, each -> each));
    }

    /** The section of the table; empty if no run had wrong clicks. */
    static String of(Collection<QualityFigures> all) {
        Map<String, List<QualityRun>> groups = all.stream()
                .map(QualityFigures::run)
                .filter(run -> run.noise() > 0)
                .sorted(Comparator.comparing(QualityRun::recipe).thenComparing(QualityRun::seed))
                .collect(Collectors.groupingBy(WrongClicks::group, TreeMap::new, Collectors.toList()));
        if (groups.isEmpty()) {
            return "";
        }
        WrongClicks costs = new WrongClicks(all);
        StringBuilder section = new StringBuilder(
                """

                ## What wrong clicks cost

                By how much nDCG@10 at the end is lower than without wrong clicks, which wrong clicks there are being drawn by the
                seed: mean over the seeds and its standard error. Beside it the loss of `%s`, which takes every click for
                right, with the same seeds, and the difference of the two, seed by seed.

                """
                        .formatted(PLAIN));
        costs.append(groups, QualityFigures::end, section);
        section.append(
                """

                The end is one draw of one last step. The same of all that lies ahead: at every twentieth of the stream, nDCG@10 of
                the queries in the next one on their right documents, wrong clicks or not, before they are learnt.

                """);
        costs.append(groups, QualityFigures::ahead, section);
        return section.toString();
    }

    private static String group(QualityRun run) {
        return String.format(
                Locale.ROOT,
                "%s%s, %.0f %%",
                run.collection(),
                run.limit() == 0 ? "" : ", first " + run.limit(),
                100 * run.noise());
    }

    private void append(
            Map<String, List<QualityRun>> groups, ToDoubleFunction<QualityFigures> measure, StringBuilder section) {
        section.append(
                "| wrong clicks | recipe | seeds | loses | `%s` loses | difference | share |\n".formatted(PLAIN));
        section.append("| --- | --- | --- | --- | --- | --- | --- |\n");
        groups.forEach((group, runs) -> runs.stream()
                .collect(Collectors.groupingBy(QualityRun::recipe, TreeMap::new, Collectors.toList()))
                .forEach((recipe, seeds) -> section.append(row(group, recipe, seeds, measure))));
    }

    private String row(String group, String recipe, List<QualityRun> runs, ToDoubleFunction<QualityFigures> measure) {
        List<Double> losses = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        List<Double> differences = new ArrayList<>();
        for (QualityRun run : runs) {
            OptionalDouble loss = loss(run, measure);
            OptionalDouble ofPlain = loss(run.of(PLAIN), measure);
            if (loss.isPresent() && ofPlain.isPresent()) {
                losses.add(loss.getAsDouble());
                plain.add(ofPlain.getAsDouble());
                differences.add(loss.getAsDouble() - ofPlain.getAsDouble());
            }
        }
        if (losses.isEmpty()) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %s | %s | %s | %.2f |\n",
                group,
                QualityTable.name(recipe),
                losses.size(),
                mean(losses),
                mean(plain),
                mean(differences),
                average(losses) / average(plain));
    }

    /** Empty unless the recipe was measured both with these wrong clicks and without any. */
    private OptionalDouble loss(QualityRun run, ToDoubleFunction<QualityFigures> measure) {
        double noisy = byRun.containsKey(run) ? measure.applyAsDouble(byRun.get(run)) : Double.NaN;
        double clean = byRun.values().stream()
                .filter(each -> each.run().isCleanOf(run))
                .mapToDouble(measure)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
        return Double.isNaN(clean - noisy) ? OptionalDouble.empty() : OptionalDouble.of(clean - noisy);
    }

    private static String mean(List<Double> values) {
        if (values.size() == 1) {
            return String.format(Locale.ROOT, "%.4f", values.get(0));
        }
        double mean = average(values);
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double error = Math.sqrt(squares / (values.size() - 1) / values.size());
        return String.format(Locale.ROOT, "%.4f ± %.4f", mean, error);
    }

    private static double average(List<Double> values) {
        return values.stream().flatMapToDouble(DoubleStream::of).average().orElseThrow();
    }
}
