package io.remine.bench;

import io.remine.bench.QualityRun.Figures;
import io.remine.operators.recipe.Recipes;
import java.util.ArrayList;
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

            Written by `./remine bench quality`; not to be edited by hand. One pass over the train queries in the order of
            the file, all-MiniLM-L6-v2 to begin with, only the query tower's layers train, micro-batches of 32, exact search.
            nDCG@10 on the test queries before and after the stream; the gain with the 95 % interval of a paired bootstrap over
            them; prequential MRR@10 over the stream by the model that was about to learn, and by the first encoder; how much of
            the stream had passed when the guard noticed that training does harm. The seed decides what is drawn at random: the
            interval covers the choice of queries, not of seeds.

            The guard sees clicks only. It sums over the stream so far what nDCG@10 of each example the model gains or loses
            against the first encoder before it learns the example, and notices harm when the upper end of a 95 % confidence
            sequence of the mean lies below zero: of recipes that do no harm it accuses one in twenty, though it looks after
            every micro-batch. Here the first encoder ranks every example: with a share of them, as the train job has it, the same
            harm is noticed later. A dash: nothing was noticed. A question mark: the report is older than this guard; delete it
            to have it run again.
            """;

    private QualityTable() {}

    static String of(List<Figures> runs) {
        Map<String, List<Figures>> groups =
                runs.stream().collect(Collectors.groupingBy(QualityTable::group, TreeMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder(HEAD);
        groups.forEach((group, members) -> {
            table.append("\n## ").append(group).append("\n\n");
            table.append(
                    "| recipe | seed | zero-shot | end | gain (95 %) | prequential / first encoder | harm noticed |\n");
            table.append("| --- | --- | --- | --- | --- | --- | --- |\n");
            List<Figures> best = new ArrayList<>(members);
            best.sort(Comparator.comparingDouble(Figures::end).reversed());
            best.forEach(run -> table.append(row(run)));
        });
        return table.toString();
    }

    private static String group(Figures run) {
        String noise = run.noise() == 0 ? "" : String.format(Locale.ROOT, ", %.0f %% wrong clicks", 100 * run.noise());
        return String.format(Locale.ROOT, "%s, %,d examples%s", run.collection(), run.examples(), noise);
    }

    private static String row(Figures run) {
        boolean isDefault = run.recipe().equals(Recipes.DEFAULT);
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.4f | %.4f | %+.4f (%+.4f .. %+.4f) | %.4f / %.4f | %s |%n",
                isDefault ? "**" + run.recipe() + "**" : run.recipe(),
                run.seed(),
                run.zeroShot(),
                run.end(),
                run.gain(),
                run.low95(),
                run.high95(),
                run.prequential(),
                run.control(),
                noticed(run));
    }

    private static String noticed(Figures run) {
        if (!run.guarded()) {
            return "?";
        }
        return Double.isNaN(run.noticedShare())
                ? "-"
                : String.format(Locale.ROOT, "at %.0f %%", 100 * run.noticedShare());
    }
}
