package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.recipe.Recipes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityTableTest {

    @TempDir
    private Path directory;

    private final List<QualityRun.Figures> runs = new ArrayList<>();

    @Test
    void eachCollectionHasItsRowsTheBestFirst() throws IOException {
        add(report("nfcorpus", "static", 0, 0.0122), ", \"harmNoticedAt\": 220");
        add(report("nfcorpus", Recipes.DEFAULT, 0, 0.3298), "");
        add(report("nfcorpus", "noisy", 0.1, 0.31), "");
        add(report("medquad", "adore", 0, 0.8), "");
        String table = QualityTable.of(runs);
        String columns =
                """
                | recipe | seed | zero-shot | end | gain (95 %) | prequential / first encoder | harm noticed |
                | --- | --- | --- | --- | --- | --- | --- |
                """;
        assertThat(table.substring(table.indexOf("## ")))
                .isEqualTo("## medquad, 1,000 examples\n\n"
                        + columns
                        + "| adore | 13 | 0.3196 | 0.8000 | +0.0102 (-0.0010 .. +0.0214) | 0.5500 / 0.2500 | - |\n"
                        + "\n## nfcorpus, 1,000 examples\n\n"
                        + columns
                        + "| **%s** | 13 | 0.3196 | 0.3298 | +0.0102 (-0.0010 .. +0.0214) | 0.5500 / 0.2500 | - |\n"
                                .formatted(Recipes.DEFAULT)
                        + "| static | 13 | 0.3196 | 0.0122 | +0.0102 (-0.0010 .. +0.0214) | 0.5500 / 0.2500 | at 22 % |\n"
                        + "\n## nfcorpus, 1,000 examples, 10 % wrong clicks\n\n"
                        + columns
                        + "| noisy | 13 | 0.3196 | 0.3100 | +0.0102 (-0.0010 .. +0.0214) | 0.5500 / 0.2500 | - |\n");
        assertThat(table).startsWith("# What each recipe learns").contains("not to be edited by hand");
    }

    @Test
    void aReportOlderThanTheGuardIsMarked() throws IOException {
        add(report("medquad", "adore", 0, 0.8).replace("\"format\": 2", "\"format\": 1"), "");
        assertThat(QualityTable.of(runs)).contains("0.5500 / 0.2500 | ? |");
    }

    @Test
    void aRunIsNamedByAllThatItDependsOn() {
        assertThat(new QualityRun("medquad", "adore", 0, 0, 13).fileName()).isEqualTo("medquad-adore-seed13.json");
        assertThat(new QualityRun("medquad", "adore", 1_600, 0.1, 7).fileName())
                .isEqualTo("medquad-adore-limit1600-noise0.10-seed7.json");
        assertThat(new QualityRun("so-code", "my/recipes/mine.yaml", 0, 0, 13).fileName())
                .isEqualTo("so-code-mine-seed13.json");
    }

    private void add(String report, String more) throws IOException {
        Path file = directory.resolve(runs.size() + ".json");
        Files.writeString(file, "{%s%s}".formatted(report, more));
        runs.add(QualityRun.read(file));
    }

    /** Two windows of the stream, the first three times as long as the second. */
    private static String report(String collection, String recipe, double noise, double end) {
        return """
                "format": 2, "collection": "%s", "recipe": "%s", "about": "", "examples": 1000, "noise": %s, "seed": 13,
                "measured": [{"test": {"ndcg10": 0.3196}}, {"test": {"ndcg10": %s}}],
                "gainNdcg10": {"mean": 0.0102, "low95": -0.001, "high95": 0.0214},
                "prequential": [{"sampled": 300, "sampledMrr10": 0.6, "controlMrr10": 0.3},
                                {"sampled": 100, "sampledMrr10": 0.4, "controlMrr10": 0.1}],
                "examplesPerSecond": 100"""
                .formatted(collection, recipe, noise, end);
    }
}
