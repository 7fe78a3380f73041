package io.remine.operators.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.part.Parameters;
import io.remine.operators.part.PartType;
import io.remine.operators.part.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/recipes.md says what the code takes. What is missing is in the failure's message, to be pasted there. */
class RecipesDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "recipes.md");

    @Test
    void namesEveryPartWithEveryParameterItsBoundsAndDefault() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains(table("sources", Parts.SOURCES))
                .contains(table("filters", Parts.FILTERS))
                .contains(table("transforms", Parts.TRANSFORMS))
                .contains(table("weights", Parts.WEIGHTS))
                .contains(table("loss", Parts.LOSSES));
    }

    @Test
    void namesTheParametersOfOptimizerAndTemperature() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains(list("optimizer", optimizer()))
                .contains(list("temperature", temperature()));
    }

    @Test
    void namesEverySectionAndItsExampleIsARecipe() throws IOException {
        String document = Files.readString(DOCUMENT);
        assertThat(RecipeReader.SECTIONS)
                .allSatisfy(section -> assertThat(document).contains("| `%s` |".formatted(section)));

        int begin = document.indexOf("```yaml") + "```yaml".length();
        String example = document.substring(begin, document.indexOf("```", begin));
        Recipe recipe = Recipes.parse("example", example);
        assertThat(recipe.sources()).hasSize(2);
        assertThat(recipe.filters()).hasSize(1);
    }

    @Test
    void listsEveryRecipeThatComesWithRemine() throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(recipes());
    }

    static String recipes() {
        return "| recipe | what it does |\n| --- | --- |\n"
                + Recipes.NAMES.stream()
                        .map(name -> "| `%s` | %s |\n"
                                .formatted(name, Recipes.load(name).about()))
                        .collect(Collectors.joining());
    }

    static <T> String table(String section, List<PartType<T>> types) {
        return "| %s | what it does | parameters: bounds; default |\n| --- | --- | --- |\n".formatted(section)
                + types.stream()
                        .map(type ->
                                "| `%s` | %s | %s |\n".formatted(type.name(), type.about(), cell(type.parameters())))
                        .collect(Collectors.joining());
    }

    static String list(String section, Map<String, String> parameters) {
        return "| %s | bounds; default |\n| --- | --- |\n".formatted(section)
                + parameters.entrySet().stream()
                        .map(each -> "| `%s` | %s |\n".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining());
    }

    static Map<String, String> optimizer() {
        Parameters scheduled = written("optimizer", Map.of("schedule", "cycles"));
        OptimizerSection.read(scheduled);
        Parameters clipped = written("optimizer", Map.of("clip-percentile", "50"));
        OptimizerSection.read(clipped);
        Map<String, String> all = new TreeMap<>(scheduled.described());
        all.putAll(clipped.described());
        return all;
    }

    static Map<String, String> temperature() {
        Parameters learnt = written("temperature", Map.of("learn", "true"));
        Temperature.read(learnt);
        return learnt.described();
    }

    private static Parameters written(String part, Map<String, String> values) {
        return new Parameters(
                "-",
                part,
                1,
                values.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, each -> new Yaml.Scalar(1, each.getValue()))));
    }

    private static String cell(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? "none"
                : parameters.entrySet().stream()
                        .map(each -> "`%s`: %s".formatted(each.getKey(), each.getValue()))
                        .collect(Collectors.joining("<br>"));
    }
}
