package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QualityTableTest {

    private static final double UNNOTICED = Double.NaN;

    private final List<QualityFigures> runs = new ArrayList<>();

    @Test
    void eachCollectionHasItsRowsTheBestFirst() {
        add("nfcorpus", "static", 0.0122, 0.22);
        add("nfcorpus", Recipes.DEFAULT, 0.3298, UNNOTICED);
        add("medquad", "adore", 0.8, UNNOTICED);
        String table = QualityTable.of(runs);
        String columns =
                """
                | recipe | seed | zero-shot | end | gain (95 %) | prequential / first encoder | harm noticed |
                | --- | --- | --- | --- | --- | --- | --- |
                """;
        assertThat(table.substring(table.indexOf("## ")))
                .isEqualTo(
                        "## medquad, 1,000 examples\n\n"
                                + columns
                                + "| adore | 13 | 0.3196 | 0.8000 | +0.0102 (-0.0010 .. +0.0214) | 0.5500 / 0.2500 | - |\n"
                                + "\n## nfcorpus, 1,000 examples\n\n"
                                + columns
                                + "| **%s** | 13 | 0.3196 | 0.3298 | +0.0102 (-0.0010 .. +0.0214) | 0.5500 / 0.2500 | - |\n"
                                        .formatted(Recipes.DEFAULT)
                                + "| static | 13 | 0.3196 | 0.0122 | +0.0102 (-0.0010 .. +0.0214) | 0.5500 / 0.2500 | at 22 % |\n");
        assertThat(table).startsWith("# What each recipe learns").contains("not to be edited by hand");
    }

    @Test
    void whatWrongClicksCostIsComparedSeedBySeed() {
        add("medquad", Recipes.DEFAULT, 0, 13, 0.84);
        add("medquad", Recipes.DEFAULT, 0.1, 13, 0.839);
        add("medquad", Recipes.DEFAULT, 0.1, 14, 0.837);
        add("medquad", "softmax", 0, 13, 0.842);
        add("medquad", "softmax", 0.1, 13, 0.838);
        add("medquad", "softmax", 0.1, 14, 0.838);
        add("medquad", "softmax", 0.3, 13, 0.832);
        add("medquad", "without a clean run", 0.3, 13, 0.8);
        String table = QualityTable.of(runs);
        // losses .001 and .003 against .004 twice: differences -.003 and -.001, of which the standard error is .001
        assertThat(table)
                .contains("## medquad, 1,000 examples, 10 % wrong clicks")
                .contains(
                        """
                        | wrong clicks | recipe | seeds | loses | `softmax` loses | difference | share |
                        | --- | --- | --- | --- | --- | --- | --- |
                        | medquad, 10 %% | softmax | 2 | 0.0040 ± 0.0000 | 0.0040 ± 0.0000 | 0.0000 ± 0.0000 | 1.00 |
                        | medquad, 10 %% | **%s** | 2 | 0.0020 ± 0.0010 | 0.0040 ± 0.0000 | -0.0020 ± 0.0010 | 0.50 |
                        | medquad, 30 %% | softmax | 1 | 0.0100 | 0.0100 | 0.0000 | 1.00 |
                        """
                                .formatted(Recipes.DEFAULT));
    }

    @Test
    void whatIsAheadIsComparedWhereItWasMeasured() {
        runs.add(ahead(Recipes.DEFAULT, 0, 13, 0.80));
        runs.add(ahead(Recipes.DEFAULT, 0.1, 13, 0.79));
        runs.add(ahead(Recipes.DEFAULT, 0.1, 14, Double.NaN));
        runs.add(ahead("softmax", 0, 13, 0.81));
        runs.add(ahead("softmax", 0.1, 13, 0.77));
        runs.add(ahead("softmax", 0.1, 14, 0.76));
        assertThat(QualityTable.of(runs))
                .endsWith(
                        """
                        | wrong clicks | recipe | seeds | loses | `softmax` loses | difference | share |
                        | --- | --- | --- | --- | --- | --- | --- |
                        | medquad, 10 %% | softmax | 2 | 0.0450 ± 0.0050 | 0.0450 ± 0.0050 | 0.0000 ± 0.0000 | 1.00 |
                        | medquad, 10 %% | **%s** | 1 | 0.0100 | 0.0400 | -0.0300 | 0.25 |
                        """
                                .formatted(Recipes.DEFAULT));
    }

    @Test
    void theTableInTheRepositoryIsMadeOfTheFiguresInIt() throws IOException {
        String made = QualityTable.of(QualityFile.open(Path.of("quality.tsv")).all());
        assertThat(made).isEqualTo(Files.readString(Path.of("RESULTS.md")));
    }

    private void add(String collection, String recipe, double end, double noticedShare) {
        runs.add(figures(new QualityRun(collection, recipe, 0, 0, 13), end, noticedShare));
    }

    private void add(String collection, String recipe, double noise, long seed, double end) {
        runs.add(figures(new QualityRun(collection, recipe, 0, noise, seed), end, UNNOTICED));
    }

    private static QualityFigures ahead(String recipe, double noise, long seed, double ahead) {
        return new QualityFigures(
                new QualityRun("medquad", recipe, 0, noise, seed),
                1_000,
                0.3196,
                0.4,
                0.0102,
                -0.001,
                0.0214,
                0.55,
                0.25,
                UNNOTICED,
                ahead);
    }

    private static QualityFigures figures(QualityRun run, double end, double noticedShare) {
        return new QualityFigures(
                run, 1_000, 0.3196, end, 0.0102, -0.001, 0.0214, 0.55, 0.25, noticedShare, Double.NaN);
    }
}
