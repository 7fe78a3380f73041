package io.remine.streams.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.operators.recipe.Recipes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EvaluateCommandITCase {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DOCUMENTS = 48;
    private static final int TRAIN = 40;
    private static final String[] WORDS = {"river", "money", "light", "tree", "stone", "road"};

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void aTinyCollection() throws IOException {
        List<String> corpus = new ArrayList<>();
        List<String> queries = new ArrayList<>();
        StringBuilder train = new StringBuilder("query-id\tcorpus-id\tscore\n");
        StringBuilder test = new StringBuilder("query-id\tcorpus-id\tscore\n");
        for (int i = 0; i < DOCUMENTS; i++) {
            String text = "%s %s %d".formatted(WORDS[i % WORDS.length], WORDS[i / WORDS.length % WORDS.length], i);
            corpus.add("{\"_id\":\"d%d\",\"text\":\"about %s\"}".formatted(i, text));
            queries.add("{\"_id\":\"q%d\",\"text\":\"%s\"}".formatted(i, text));
            (i < TRAIN ? train : test).append("q%d\td%d\t1\n".formatted(i, i));
        }
        Path qrels = Files.createDirectories(directory.resolve("tiny/qrels"));
        Files.write(directory.resolve("tiny/corpus.jsonl"), corpus);
        Files.write(directory.resolve("tiny/queries.jsonl"), queries);
        Files.writeString(qrels.resolve("train.tsv"), train);
        Files.writeString(qrels.resolve("test.tsv"), test);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adore", "in-batch", "star", "denoised"})
    void aReportSaysEverythingAndTheSameForTheSameSeed(String recipe) throws IOException {
        ObjectNode first = report(recipe, "first");
        ObjectNode second = report(recipe, "second");

        assertThat(first.path("collection").asText()).isEqualTo("tiny");
        assertThat(first.path("recipe").asText()).isEqualTo(recipe);
        assertThat(first.path("about").asText()).isEqualTo(Recipes.load(recipe).about());
        assertThat(first.path("documents").asInt()).isEqualTo(DOCUMENTS);
        assertThat(first.path("examples").asInt()).isEqualTo(TRAIN);
        assertThat(first.path("testQueries").asInt()).isEqualTo(DOCUMENTS - TRAIN);
        assertThat(first.path("firstLoss").asDouble()).isPositive();
        assertThat(first.path("firstGradientNorm").asDouble()).isPositive();
        assertThat(first.path("unfitSteps").asInt(-1)).isZero();
        assertThat(first.path("gainNdcg10").path("low95").asDouble())
                .isLessThanOrEqualTo(first.path("gainNdcg10").path("high95").asDouble());
        assertThat(first.path("measured")).hasSize(3).allSatisfy(mark -> {
            for (String measure : new String[] {"ndcg10", "mrr10", "recall100"}) {
                assertThat(mark.path("test").path(measure).asDouble(-1)).isBetween(0.0, 1.0);
            }
            assertThat(mark.has("dev")).isFalse();
        });
        assertThat(first.path("measured").path(0).path("examples").asInt(-1)).isZero();
        assertThat(first.path("measured").path(2).path("examples").asInt()).isEqualTo(TRAIN);
        assertThat(first.path("prequential")).isNotEmpty().allSatisfy(window -> assertThat(window.has("mrr10"))
                .isTrue());
        assertThat(first.path("ndcg10PerTestQuery").path("zeroShot")).hasSize(DOCUMENTS - TRAIN);
        assertThat(first.path("ndcg10PerTestQuery").path("end")).hasSize(DOCUMENTS - TRAIN);
        assertThat(first.path("seconds").path("train").asDouble()).isPositive();
        assertThat(first.path("examplesPerSecond").asDouble()).isPositive();

        assertThat(withoutTimes(second)).isEqualTo(withoutTimes(first));
        assertThat(Files.readAllLines(directory.resolve("first.run")))
                .hasSize((DOCUMENTS - TRAIN) * DOCUMENTS)
                .allMatch(line -> line.matches("q\\d+ Q0 d\\d+ \\d+ -?[\\d.E-]+ remine-" + recipe))
                .isEqualTo(Files.readAllLines(directory.resolve("second.run")));
        assertThat(out.toString()).contains("nDCG@10 against zero-shot", "first micro-batch: loss");
    }

    @Test
    void whatCannotBeEvaluatedIsSaidInOneLine() throws IOException {
        assertRefused("corpus.jsonl", "--beir", directory.resolve("nowhere").toString());
        assertRefused("no recipe 'adorre'", "--beir", tiny(), "--recipe", "adorre");
        assertRefused("marks [50], must end with 100", "--beir", tiny(), "--marks", "50");
        assertRefused("noise 2.0", "--beir", tiny(), "--noise", "2");
        assertRefused("65 workers", "--beir", tiny(), "--workers", "65");
        assertRefused("merge.outer is 'inner'", "--beir", tiny(), "--outer", "inner");

        Files.delete(directory.resolve("tiny/qrels/test.tsv"));
        assertRefused("test.tsv", "--beir", tiny());
    }

    @Test
    void aMissingCollectionIsAWrongCall() {
        assertThat(run("evaluate")).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("--beir");
    }

    @Test
    void recipesAreListedWithOneLineEach() {
        assertThat(run("recipes")).isZero();

        assertThat(out.toString().lines()).hasSize(Recipes.NAMES.size());
        assertThat(out.toString()).contains("adore ", "dynamic top 200");
    }

    @Test
    void partsAreListedWithTheirBounds() {
        assertThat(run("recipes", "--parts")).isZero();

        assertThat(out.toString())
                .contains("sources:", "filters:", "transforms:", "weights:", "losses:", "in-batch", "infonce")
                .contains("to: whole number, 1 to 10000; 200");
    }

    @Test
    void aShownRecipeCanBeUsed() {
        assertThat(run("recipes", "--show", "nv-embed")).isZero();

        assertThat(Recipes.parse("copy", out.toString()).sources())
                .hasSameSizeAs(Recipes.load("nv-embed").sources());
        assertThat(run("recipes", "--show", "none-such")).isEqualTo(1);
        assertThat(err.toString()).contains("no recipe 'none-such'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "nesterov"})
    void severalWorkersInTurnMakeTheSameReportForTheSameSeed(String outer) throws IOException {
        String[] workers = {"--workers", "3", "--micro-batch", "4", "--round", "24", "--outer", outer};
        ObjectNode first = report("adore", "first", workers);
        ObjectNode second = report("adore", "second", workers);

        assertThat(first.path("workers").asInt()).isEqualTo(3);
        assertThat(first.path("measured").path(2).path("examples").asInt()).isEqualTo(TRAIN);
        assertThat(withoutTimes(second)).isEqualTo(withoutTimes(first));
    }

    private ObjectNode report(String recipe, String name, String... more) throws IOException {
        Path report = directory.resolve(name + ".json");
        List<String> command = new ArrayList<>(List.of(
                "evaluate",
                "--beir",
                tiny(),
                "--recipe",
                recipe,
                "--model",
                "random:7",
                "--trainable",
                "all",
                "--marks",
                "50,100",
                "--noise",
                "0.2",
                "--cache",
                directory.resolve("cache").toString(),
                "--report",
                report.toString(),
                "--run",
                directory.resolve(name + ".run").toString()));
        command.addAll(List.of(more));
        int status = run(command.toArray(String[]::new));
        assertThat(status).as(err.toString()).isZero();
        return (ObjectNode) JSON.readTree(report.toFile());
    }

    private static JsonNode withoutTimes(ObjectNode report) {
        return report.deepCopy().without(List.of("seconds", "examplesPerSecond"));
    }

    private void assertRefused(String message, String... arguments) {
        err.getBuffer().setLength(0);
        List<String> command = new ArrayList<>(List.of("evaluate", "--model", "random:7"));
        command.addAll(List.of(arguments));

        assertThat(run(command.toArray(String[]::new))).as(message).isEqualTo(1);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(message);
    }

    private String tiny() {
        return directory.resolve("tiny").toString();
    }

    private int run(String... arguments) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
