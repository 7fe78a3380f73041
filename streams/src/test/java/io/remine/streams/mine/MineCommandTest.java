package io.remine.streams.mine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.remine.streams.beir.TextFiles;
import io.remine.streams.mine.OutputFormat.Style;
import io.remine.streams.terminal.Screen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MineCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter said = new StringWriter();
    private Path out;

    @BeforeEach
    void writeCollection() throws IOException {
        out = directory.resolve("negatives.jsonl");
        try (OutputStream compressed =
                new GZIPOutputStream(Files.newOutputStream(directory.resolve("corpus.jsonl.gz")))) {
            compressed.write(
                    """
                    {"_id": "d1", "title": "bank", "text": "sloping land"}
                    {"_id": "d2", "text": "an institution that accepts deposits"}
                    {"_id": "d3", "text": "a sloping roof"}
                    {"_id": "d4", "text": "the land of the free"}
                    """
                            .getBytes(StandardCharsets.UTF_8));
        }
        write(
                "queries.jsonl",
                """
                {"_id": "q1", "text": "bank by the river"}
                {"_id": "q2", "text": "where to put money"}
                {"_id": "q3", "text": "of another split"}
                """);
        Files.createDirectory(directory.resolve("qrels"));
        write("qrels/train.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t2\nq2\td3\t0\n");
    }

    @Test
    void aCollectionIsMinedIntoOneFileAndFiguresArePrinted() throws IOException {
        assertThat(mine("--beir", directory.toString(), "--num-negatives", "2", "--ids"))
                .isZero();
        assertThat(lines(out))
                .hasSize(4)
                .allMatch(
                        line -> line.matches("\\{\"query\":\"q[12]\",\"positive\":\"d[12]\",\"negative\":\"d[1-4]\"}"));
        assertThat(lines(out))
                .filteredOn(line -> line.contains("q1"))
                .hasSize(2)
                .noneMatch(line -> line.contains("negative\":\"d1"));
        assertThat(said.toString())
                .contains("2 of 2 negatives for 2 queries", "4 records of 2 queries")
                .containsPattern("mean +-?0\\.\\d{4} +-?0\\.\\d{4} +-?0\\.\\d{4}");
        assertThat(directory.resolve("negatives.jsonl.unfinished")).doesNotExist();
    }

    @Test
    void progressIsShownByDocumentsAndByBatches() throws IOException {
        Mining mining = new Mining(
                MineInput.ofCollection(directory, "train"),
                "random:7",
                new MineSettings(
                        0,
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        1,
                        Sampling.TOP,
                        false,
                        13),
                OutputFormat.TRIPLET,
                new Style(true, false),
                1,
                directory.resolve("cache"),
                out);
        mining.run(new Screen(new PrintWriter(said), true));
        assertThat(said.toString())
                .containsSubsequence(
                        "encoding documents [##############################] 4 of 4",
                        "mining queries [###############...............] 1 of 2",
                        "mining queries [##############################] 2 of 2");
    }

    @Test
    void textsAreThoseOfTheFilesTitlesIncludedAndTheOutputMayBeCompressed() throws IOException {
        out = directory.resolve("negatives.jsonl.gz");
        assertThat(mine("--beir", directory.toString(), "--num-negatives", "1", "--output-format", "labeled-pair"))
                .isZero();
        assertThat(lines(out))
                .hasSize(4)
                .contains("{\"query\":\"bank by the river\",\"document\":\"bank sloping land\",\"label\":1}");
    }

    @Test
    void plainFilesNameTheirPositivesThemselves() throws IOException {
        Path queries = write(
                "own.jsonl",
                """
                {"id": 1, "text": "bank by the river", "positives": ["d1", "d3"]}
                {"id": 2, "text": "where to put money", "document": "d2"}
                """);
        assertThat(mineFiles(queries, "--num-negatives", "1", "--ids")).isZero();
        assertThat(lines(out))
                .hasSize(3)
                .allMatch(line -> line.matches("\\{\"query\":\"1\",\"positive\":\"d[13]\",\"negative\":\"d[24]\"}"
                        + "|\\{\"query\":\"2\",\"positive\":\"d2\",\"negative\":\"d[134]\"}"));
    }

    @Test
    void withoutPositivesLabelsAreWrittenAndMarginsAndTripletsRefused() throws IOException {
        Path queries = directory.resolve("queries.jsonl");
        assertThat(mineFiles(queries, "--output-format", "labeled-list", "--ids"))
                .isZero();
        assertThat(lines(out)).hasSize(3).allMatch(line -> line.endsWith("\"labels\":[0,0,0]}"));
        assertRefused(
                mineFiles(queries, "--output-format", "labeled-list", "--relative-margin", "0.05"),
                "queries.jsonl, line 1: query q1 has no relevant document, which a margin needs; give --qrels");
        assertRefused(mineFiles(queries), "which a triplet needs; give --qrels or a field 'positives'");
    }

    @Test
    void whatIsWrongIsRefusedWithFileAndLineBeforeAnythingIsWritten() throws IOException {
        assertRefused(
                mineFiles(write("broken.jsonl", "{\"id\": \"q1\", \"text\": \"bank\", \"document\": \"d1\"}\n{oops\n")),
                "broken.jsonl, line 2 is not JSON");
        assertRefused(
                mineFiles(write("no-text.jsonl", "\n{\"id\": \"q1\"}\n")),
                "no-text.jsonl, line 2: field 'text' is null, must be a text");
        assertRefused(
                mineFiles(write("unknown.jsonl", "{\"id\": \"q1\", \"text\": \"bank\", \"document\": \"d9\"}\n")),
                "unknown.jsonl, line 1: its document 'd9' is not among the documents");
        assertRefused(
                mineFiles(write("no-list.jsonl", "{\"id\": \"q1\", \"text\": \"bank\", \"positives\": \"d1\"}\n")),
                "no-list.jsonl, line 1: field 'positives'");
        assertRefused(
                mineFiles(write("blank.jsonl", "{\"id\": \"q1\", \"text\": \" \", \"document\": \"d1\"}\n")),
                "blank.jsonl, line 1: text of query q1 is blank");
        assertRefused(mineFiles(write("empty.jsonl", "")), "empty.jsonl holds no query to mine for");
        write("qrels/train.tsv", "query-id\tcorpus-id\tscore\nq1\td1\n");
        assertRefused(mine("--beir", directory.toString()), "train.tsv, line 2: needs query id, document id");
        assertRefused(mine("--beir", directory.toString(), "--split", "dev"), "dev.tsv");
        assertRefused(
                mine("--beir", directory.toString(), "--include-positives"),
                "--include-positives with triplet would call positives negative; take n-tuple or labeled-list");
    }

    @Test
    void aBrokenRunLeavesTheLastFileAlone() throws IOException {
        Files.writeString(out, "earlier\n");
        assertRefused(mine("--beir", directory.toString(), "--batch", "0"), "--batch 0, must be 1 to 8192");
        try (NegativesFile unfinished = new NegativesFile(out)) {
            unfinished.write(TextNode.valueOf("half"));
            assertThat(directory.resolve("negatives.jsonl.unfinished")).exists();
        }
        assertThat(lines(out)).containsExactly("earlier");
        assertThat(directory.resolve("negatives.jsonl.unfinished")).doesNotExist();
    }

    private int mineFiles(Path queries, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--queries",
                queries.toString(),
                "--documents",
                directory.resolve("corpus.jsonl.gz").toString()));
        arguments.addAll(List.of(more));
        return mine(arguments.toArray(String[]::new));
    }

    private int mine(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--model",
                "random:7",
                "--out",
                out.toString(),
                "--cache",
                directory.resolve("cache").toString()));
        arguments.addAll(List.of(more));
        return new CommandLine(new MineCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(said))
                .setErr(new PrintWriter(said))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(arguments.toArray(String[]::new));
    }

    private void assertRefused(int status, String reason) {
        assertThat(status).isEqualTo(1);
        assertThat(said.toString()).contains(reason);
        said.getBuffer().setLength(0);
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader = TextFiles.open(file)) {
            return reader.lines().toList();
        }
    }
}
