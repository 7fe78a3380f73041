package io.remine.operators.recipe;

import io.remine.operators.loss.Loss;
import io.remine.operators.loss.SumLoss;
import io.remine.operators.mining.Filter;
import io.remine.operators.mining.Positives;
import io.remine.operators.mining.Source;
import io.remine.operators.part.Parameters;
import io.remine.operators.part.PartType;
import io.remine.operators.part.RecipeException;
import io.remine.operators.part.Yaml;
import io.remine.operators.transform.Transform;
import io.remine.operators.weighting.Weighting;
import io.remine.state.optimizer.AdamWSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a recipe file: {@code about}, {@code micro-batches}, {@code sources}, {@code positives}, {@code filters},
 * {@code transforms}, {@code weights}, {@code loss}, {@code temperature}, {@code dimensions} and {@code optimizer}. A part is
 * written as its name, or as its name with parameters: {@code top: {to: 100}}. Several losses are summed, each times its
 * parameter {@code share}. What is unknown, out of bounds or contradicts itself is refused with its line.
 */
final class RecipeReader {

    static final Set<String> SECTIONS = Set.of(
            "about",
            "micro-batches",
            "sources",
            "positives",
            "filters",
            "transforms",
            "weights",
            "loss",
            "temperature",
            "dimensions",
            "optimizer");

    private static final List<PartType<SumLoss.Term>> WITH_SHARES =
            Parts.LOSSES.stream().map(RecipeReader::withShare).toList();

    /** A part and where it is written. */
    private record Placed<T>(T part, String name, int line) {}

    private final String name;
    private final Yaml.Fields file;

    private RecipeReader(String name, Yaml.Fields file) {
        this.name = name;
        this.file = file;
    }

    static Recipe read(String name, String text) {
        Yaml yaml = Yaml.read(name, text);
        if (!(yaml instanceof Yaml.Fields fields)) {
            throw new RecipeException(
                    name, yaml.line(), "found %s, needs the fields sources and loss".formatted(yaml.kind()));
        }
        return new RecipeReader(name, fields).recipe();
    }

    private Recipe recipe() {
        file.values().forEach((section, yaml) -> {
            if (!SECTIONS.contains(section)) {
                throw error(
                        yaml.line(),
                        "no section '%s'; there are %s"
                                .formatted(section, SECTIONS.stream().sorted().collect(Collectors.joining(", "))));
            }
        });
        List<Placed<Source>> sources = parts("sources", "source", Parts.SOURCES);
        if (sources.isEmpty()) {
            throw error(file.line(), "no sources of negatives; add 'sources: [top]'");
        }
        List<Placed<SumLoss.Term>> losses = parts("loss", "loss", WITH_SHARES);
        if (losses.isEmpty()) {
            throw error(file.line(), "no loss, must be one or a list of several; add 'loss: lambda'");
        }
        List<Placed<Transform>> transforms = parts("transforms", "transform", Parts.TRANSFORMS);
        List<Placed<Filter>> filters = parts("filters", "filter", Parts.FILTERS);
        losses.forEach(loss -> checkRanks(loss, sources, transforms));
        checkFilters(filters, sources);
        List<Placed<Weighting>> weights = parts("weights", "weight", Parts.WEIGHTS);
        checkTwice(weights);
        Parameters general = new Parameters(name, "the recipe", file.line(), generalValues());
        return new Recipe(
                name,
                about(),
                microBatches(),
                only(sources),
                general.choice("positives", Positives.WHEN_NONE_FOUND),
                only(filters),
                only(transforms),
                only(weights),
                sum(only(losses)),
                temperature(general),
                dimensions(general),
                optimizer());
    }

    /** A loss over ranks needs one ranking, and only candidates that stand in it. */
    private void checkRanks(
            Placed<SumLoss.Term> loss, List<Placed<Source>> sources, List<Placed<Transform>> transforms) {
        if (!loss.part().loss().needsRanks()) {
            return;
        }
        sources.stream().filter(source -> !source.part().ranks()).findFirst().ifPresent(source -> {
            throw error(
                    source.line(),
                    "%s gives no ranks, which the loss %s needs; take another loss, or the source top"
                            .formatted(source.name(), loss.name()));
        });
        if (sources.size() > 1) {
            throw error(
                    sources.get(1).line(),
                    "a second ranking, but the loss %s compares the ranks of one; take another loss, or one source"
                            .formatted(loss.name()));
        }
        if (!transforms.isEmpty()) {
            throw error(
                    transforms.get(0).line(),
                    "%s makes documents that have no rank, which the loss %s needs; take another loss"
                            .formatted(transforms.get(0).name(), loss.name()));
        }
    }

    /** A filter over ranks needs a source that gives some. */
    private void checkFilters(List<Placed<Filter>> filters, List<Placed<Source>> sources) {
        if (sources.stream().anyMatch(source -> source.part().ranks())) {
            return;
        }
        filters.stream()
                .filter(filter -> filter.part().needsRanks())
                .findFirst()
                .ifPresent(filter -> {
                    throw error(
                            filter.line(),
                            "%s keeps ranks, and no source gives any; remove it, or add the source top"
                                    .formatted(filter.name()));
                });
    }

    private static Loss sum(List<SumLoss.Term> terms) {
        return terms.size() == 1 && terms.get(0).share() == 1 ? terms.get(0).loss() : new SumLoss(terms);
    }

    private static PartType<SumLoss.Term> withShare(PartType<Loss> type) {
        return new PartType<>(
                type.name(),
                type.about(),
                parameters -> new SumLoss.Term(
                        type.factory().apply(parameters),
                        parameters.number("share", 1, SumLoss.Term.MIN_SHARE, SumLoss.Term.MAX_SHARE)));
    }

    /** Weights remember under their names, so none can be there twice. */
    private void checkTwice(List<Placed<Weighting>> weights) {
        Set<String> names = new HashSet<>();
        for (Placed<Weighting> weight : weights) {
            if (!names.add(weight.name())) {
                throw error(weight.line(), "%s is there twice; keep one".formatted(weight.name()));
            }
        }
    }

    private String about() {
        return file.values().get("about") instanceof Yaml.Scalar scalar ? scalar.text() : "";
    }

    private Map<String, Yaml> generalValues() {
        return Stream.of("positives", "temperature", "dimensions")
                .filter(file.values()::containsKey)
                .collect(Collectors.toMap(key -> key, file.values()::get));
    }

    private MicroBatches microBatches() {
        Yaml yaml = file.values().get("micro-batches");
        if (yaml == null) {
            return MicroBatches.IN_ORDER;
        }
        Parameters parameters = new Parameters(
                name,
                "micro-batches",
                yaml.line(),
                fields("micro-batches", yaml).values());
        MicroBatches microBatches =
                new MicroBatches(parameters.integer("neighbours", 1, 1, MicroBatches.MAX_NEIGHBOURS));
        parameters.checkAllKnown();
        return microBatches;
    }

    private Temperature temperature(Parameters general) {
        if (!(file.values().get("temperature") instanceof Yaml.Fields written)) {
            return Temperature.fixed(general);
        }
        Parameters parameters = new Parameters(name, "temperature", written.line(), written.values());
        Temperature temperature = Temperature.read(parameters);
        parameters.checkAllKnown();
        return temperature;
    }

    private List<Integer> dimensions(Parameters general) {
        List<Double> written = general.numbers("dimensions", List.of(), 1, Recipe.MAX_DIMENSION);
        List<Integer> dimensions = written.stream().map(Double::intValue).toList();
        for (int i = 0; i < dimensions.size(); i++) {
            if (written.get(i) != dimensions.get(i).intValue()
                    || (i > 0 && dimensions.get(i) <= dimensions.get(i - 1))) {
                throw error(
                        file.values().get("dimensions").line(),
                        "dimensions %s, must be whole numbers that rise, such as [64, 128, 384]".formatted(written));
            }
        }
        return dimensions;
    }

    private AdamWSettings optimizer() {
        Yaml yaml = file.values().get("optimizer");
        Map<String, Yaml> values =
                yaml == null ? Map.of() : fields("optimizer", yaml).values();
        return OptimizerSection.read(
                new Parameters(name, "optimizer", yaml == null ? file.line() : yaml.line(), values));
    }

    private <T> List<Placed<T>> parts(String section, String kind, List<PartType<T>> types) {
        Yaml yaml = file.values().get(section);
        if (yaml == null) {
            return List.of();
        }
        List<Placed<T>> parts = new ArrayList<>();
        for (Yaml item : yaml instanceof Yaml.Items items ? items.values() : List.of(yaml)) {
            parts.add(part(kind, types, item));
        }
        return parts;
    }

    private <T> Placed<T> part(String kind, List<PartType<T>> types, Yaml yaml) {
        if (yaml instanceof Yaml.Scalar scalar) {
            return part(kind, types, scalar.text(), scalar.line(), Map.of());
        }
        if (yaml instanceof Yaml.Fields fields && fields.values().size() == 1) {
            Map.Entry<String, Yaml> only = fields.values().entrySet().iterator().next();
            Map<String, Yaml> values = only.getValue() instanceof Yaml.Scalar scalar
                            && scalar.text().isEmpty()
                    ? Map.of()
                    : fields(only.getKey(), only.getValue()).values();
            return part(kind, types, only.getKey(), fields.line(), values);
        }
        throw error(
                yaml.line(),
                "a %s is %s, must be a name, or one name with its parameters, such as 'top: {to: 100}'"
                        .formatted(kind, yaml.kind()));
    }

    private <T> Placed<T> part(
            String kind, List<PartType<T>> types, String partName, int line, Map<String, Yaml> values) {
        PartType<T> type = types.stream()
                .filter(each -> each.name().equals(partName))
                .findFirst()
                .orElseThrow(() -> error(
                        line,
                        "no %s '%s'; there are %s"
                                .formatted(
                                        kind,
                                        partName,
                                        types.stream().map(PartType::name).collect(Collectors.joining(", ")))));
        Parameters parameters = new Parameters(name, partName, line, values);
        T part;
        try {
            part = type.factory().apply(parameters);
        } catch (RecipeException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw parameters.error(e.getMessage());
        }
        parameters.checkAllKnown();
        return new Placed<>(part, partName, line);
    }

    private Yaml.Fields fields(String what, Yaml yaml) {
        if (yaml instanceof Yaml.Fields fields) {
            return fields;
        }
        throw error(
                yaml.line(),
                "%s is followed by %s, must be parameters such as '{to: 100}'".formatted(what, yaml.kind()));
    }

    private static <T> List<T> only(List<Placed<T>> placed) {
        return placed.stream().map(Placed::part).toList();
    }

    private RecipeException error(int line, String message) {
        return new RecipeException(name, line, message);
    }
}
