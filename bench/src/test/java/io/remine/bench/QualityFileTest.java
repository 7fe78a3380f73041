package io.remine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QualityFileTest {

    private static final QualityRun ADORE = new QualityRun("medquad", "adore", 1_600, 0.1, 7);
    private static final QualityRun STATIC = new QualityRun("nfcorpus", "static", 0, 0, 13);

    @TempDir
    private Path directory;

    @Test
    void whatIsKeptIsReadToTheBit() throws IOException {
        QualityFile file = QualityFile.open(file());
        file.put(figures(ADORE, 1.0 / 3, Double.NaN));
        file.put(figures(STATIC, Math.PI / 4, 0.22));
        QualityFile read = QualityFile.open(file());
        assertThat(read.all()).containsExactlyElementsOf(file.all());
        assertThat(read.has(ADORE)).isTrue();
        assertThat(read.has(ADORE.of("static"))).isFalse();
    }

    @Test
    void aRunThatIsMadeAgainTakesItsLinesPlace() throws IOException {
        QualityFile file = QualityFile.open(file());
        file.put(figures(ADORE, 0.8, Double.NaN));
        file.put(figures(STATIC, 0.01, Double.NaN));
        file.put(figures(ADORE, 0.9, Double.NaN));
        assertThat(QualityFile.open(file()).all())
                .containsExactly(figures(ADORE, 0.9, Double.NaN), figures(STATIC, 0.01, Double.NaN));
    }

    @Test
    void aLineThatCannotBeReadIsNamed() throws IOException {
        QualityFile.open(file()).put(figures(ADORE, 0.8, Double.NaN));
        List<String> lines = Files.readAllLines(file());
        Files.write(file(), List.of(lines.get(0), lines.get(1).replace("\t7\t", "\tseven\t")));
        assertThatThrownBy(() -> QualityFile.open(file())).hasMessageContainingAll("line 2", "seven", "remove it");
        Files.write(file(), List.of(lines.get(0), "medquad"));
        assertThatThrownBy(() -> QualityFile.open(file())).hasMessageContaining("1 columns, expected 15");
        Files.write(file(), List.of("collection\tend"));
        assertThatThrownBy(() -> QualityFile.open(file())).hasMessageContaining("does not begin with");
    }

    @Test
    void namesThatWouldBreakALineAreRefused() {
        assertThatThrownBy(() -> STATIC.of("my\trecipe.yaml")).hasMessageContaining("no tabs");
    }

    private Path file() {
        return directory.resolve("quality.tsv");
    }

    private static QualityFigures figures(QualityRun run, double end, double noticedShare) {
        return new QualityFigures(
                run, 1_000, 0.3196, end, end - 0.3196, -0.001, 0.0214, 0.55, 0.25, noticedShare, end / 2);
    }
}
