package io.remine.bench;

import io.remine.operators.recipe.Recipes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code bench/RESULTS.md}: every run that there is, by collection and length of the stream, the best first. */
final class QualityTable {

    private static final String HEAD =
            """
            # What each recipe learns

            Written by `./remine bench quality` from the figures in quality.tsv; not to be edited by hand. One pass over the train
            queries in the order of the file, all-MiniLM-L6-v2 to begin with, only the query tower's layers train, micro-batches
            of 32, exact search.
            nDCG@10 on the test queries before and after the stream; the gain with the 95 % interval of a paired bootstrap over
            them; prequential MRR@10 over the stream by the model that was about to learn, and by the first encoder; how much of
            the stream had passed when the guard noticed that training does harm. The seed decides what is drawn at random: the
            interval covers the choice of queries, not of seeds.

            The guard sees clicks only. It sums over the stream so far what nDCG@10 of each example the model gains or loses
            against the first encoder before it learns the example, and notices harm when the upper end of a 95 % confidence
            sequence of the mean lies below zero: of recipes that do no harm it accuses one in twenty, though it looks after
            every micro-batch. Here the first encoder ranks every example: with a share of them, as the train job has it, the same
            harm is noticed later. A dash: nothing was noticed.
            """;

    private QualityTable() {}

    static String of(Collection<QualityFigures> runs) {
        Map<String, List<QualityFigures>> groups =
                runs.stream().collect(Collectors.groupingBy(QualityTable::group, TreeMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder(HEAD);
        groups.forEach((group, members) -> {
            table.append("\n## ").append(group).append("\n\n");
            table.append(
                    "| recipe | seed | zero-shot | end | gain (95 %) | prequential / first encoder | harm noticed |\n");
            table.append("| --- | --- | --- | --- | --- | --- | --- |\n");
            List<QualityFigures> best = new ArrayList<>(members);
            best.sort(Comparator.comparingDouble(QualityFigures::end).reversed());
            best.forEach(run -> table.append(row(run)));
        });
        return table.append(WrongClicks.of(runs)).toString();
    }

    private static String group(QualityFigures of) {
        double noise = of.run().noise();
        return String.format(
                Locale.ROOT,
                "%s, %,d examples%s",
                of.run().collection(),
                of.examples(),
                noise == 0 ? "" : String.format(Locale.ROOT, ", %.0f %% wrong clicks", 100 * noise));
    }

    private static String row(QualityFigures of) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.4f | %.4f | %+.4f (%+.4f .. %+.4f) | %.4f / %.4f | %s |\n",
                name(of.run().recipe()),
                of.run().seed(),
                of.zeroShot(),
                of.end(),
                of.gain(),
                of.low95(),
                of.high95(),
                of.prequential(),
                of.control(),
                Double.isNaN(of.noticedShare())
                        ? "-"
                        : String.format(Locale.ROOT, "at %.0f %%", 100 * of.noticedShare()));
    }

    /** A recipe's, set off if it is the default. */
    static String name(String recipe) {
        return recipe.equals(Recipes.DEFAULT) ? "**" + recipe + "**" : recipe;
    }
}
