package io.remine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The figures of all runs, kept in a file from which the table is made: names of the columns in the first line, then one line
 * for each run, with tabs between. Numbers are written as Java reads them again to the bit. A run that is made again
 * takes its line's place.
 */
final class QualityFile {

    private static final String HEAD = "collection\trecipe\tlimit\tnoise\tseed"
            + "\texamples\tzero-shot\tend\tgain\tlow95\thigh95\tprequential\tfirst-encoder\tharm-noticed\tahead";
    private static final int COLUMNS = HEAD.split("\t").length;
    private static final String NONE = "-";

    private final Path file;
    private final Map<QualityRun, QualityFigures> figures = new LinkedHashMap<>();

    private QualityFile(Path file) {
        this.file = file;
    }

    /** Reads what is kept there; a file that is missing holds nothing. */
    static QualityFile open(Path file) throws IOException {
        QualityFile kept = new QualityFile(file);
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of(HEAD);
        if (lines.isEmpty() || !lines.get(0).equals(HEAD)) {
            throw new IOException("%s does not begin with '%s'; name another file".formatted(file, HEAD));
        }
        for (int i = 1; i < lines.size(); i++) {
            try {
                QualityFigures read = parse(lines.get(i).split("\t", -1));
                kept.figures.put(read.run(), read);
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        "line %d of %s: %s; remove it to have its run made again"
                                .formatted(i + 1, file, e.getMessage()),
                        e);
            }
        }
        return kept;
    }

    boolean has(QualityRun run) {
        return figures.containsKey(run);
    }

    /** All, in the order of the file. */
    Collection<QualityFigures> all() {
        return List.copyOf(figures.values());
    }

    /** Keeps these figures, in the file too. */
    void put(QualityFigures of) throws IOException {
        figures.put(of.run(), of);
        String text = Stream.concat(Stream.of(HEAD), figures.values().stream().map(QualityFile::line))
                .collect(Collectors.joining("\n", "", "\n"));
        Path unfinished = Files.createTempFile(file.toAbsolutePath().getParent(), "quality", "");
        Files.writeString(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String line(QualityFigures of) {
        QualityRun run = of.run();
        return Stream.of(
                        run.collection(),
                        run.recipe(),
                        run.limit(),
                        run.noise(),
                        run.seed(),
                        of.examples(),
                        of.zeroShot(),
                        of.end(),
                        of.gain(),
                        of.low95(),
                        of.high95(),
                        of.prequential(),
                        of.control(),
                        orNone(of.noticedShare()),
                        orNone(of.ahead()))
                .map(String::valueOf)
                .collect(Collectors.joining("\t"));
    }

    private static QualityFigures parse(String[] columns) {
        if (columns.length != COLUMNS) {
            throw new IllegalArgumentException("%d columns, expected %d".formatted(columns.length, COLUMNS));
        }
        return new QualityFigures(
                new QualityRun(
                        columns[0],
                        columns[1],
                        Integer.parseInt(columns[2]),
                        Double.parseDouble(columns[3]),
                        Long.parseLong(columns[4])),
                Long.parseLong(columns[5]),
                Double.parseDouble(columns[6]),
                Double.parseDouble(columns[7]),
                Double.parseDouble(columns[8]),
                Double.parseDouble(columns[9]),
                Double.parseDouble(columns[10]),
                Double.parseDouble(columns[11]),
                Double.parseDouble(columns[12]),
                number(columns[13]),
                number(columns[14]));
    }

    private static String orNone(double value) {
        return Double.isNaN(value) ? NONE : String.valueOf(value);
    }

    private static double number(String column) {
        return column.equals(NONE) ? Double.NaN : Double.parseDouble(column);
    }
}
