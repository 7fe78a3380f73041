package io.remine.operators.part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The parameters of one part as its recipe gives them. Whoever reads them says what they may be. */
public final class Parameters {

    private final String recipe;
    private final String part;
    private final int line;
    private final Map<String, Yaml> values;
    private final Map<String, String> known = new TreeMap<>();

    /**
     * What a recipe gives one part.
     *
     * @param recipe its name, for errors
     * @param part as written in the recipe
     * @param line where it is written, from 1
     * @param values as written
     */
    public Parameters(String recipe, String part, int line, Map<String, Yaml> values) {
        this.recipe = recipe;
        this.part = part;
        this.line = line;
        this.values = values;
    }

    /** No parameters given: every one has its default. */
    public static Parameters none(String part) {
        return new Parameters("-", part, 1, Map.of());
    }

    public int integer(String name, int fallback, int least, int most) {
        describe(name, "whole number, %d to %d; %d".formatted(least, most, fallback));
        Yaml.Scalar scalar = scalar(name);
        if (scalar == null) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(scalar.text());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, like a number out of bounds
        }
        throw unfit(name, scalar, "a whole number from %d to %d".formatted(least, most));
    }

    public double number(String name, double fallback, double least, double most) {
        describe(name, "number, %s to %s; %s".formatted(shortly(least), shortly(most), shortly(fallback)));
        Yaml.Scalar scalar = scalar(name);
        if (scalar == null) {
            return fallback;
        }
        try {
            double value = Double.parseDouble(scalar.text());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, like a number out of bounds
        }
        throw unfit(name, scalar, "a number from %s to %s".formatted(least, most));
    }

    public boolean flag(String name, boolean fallback) {
        describe(name, "true or false; " + fallback);
        Yaml.Scalar scalar = scalar(name);
        if (scalar == null) {
            return fallback;
        }
        return switch (scalar.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unfit(name, scalar, "true or false");
        };
    }

    /** One of an enum's constants, written in lower case with '-'. */
    public <E extends Enum<E>> E choice(String name, E fallback) {
        List<E> constants = Arrays.asList(fallback.getDeclaringClass().getEnumConstants());
        String choices = constants.stream().map(Parameters::written).collect(Collectors.joining(" or "));
        describe(name, choices + "; " + written(fallback));
        Yaml.Scalar scalar = scalar(name);
        if (scalar == null) {
            return fallback;
        }
        return constants.stream()
                .filter(constant -> written(constant).equals(scalar.text()))
                .findFirst()
                .orElseThrow(() -> unfit(name, scalar, choices));
    }

    /** Numbers in a list; the fallback if there is none. */
    public List<Double> numbers(String name, List<Double> fallback, double least, double most) {
        describe(name, "numbers in a list, each %s to %s".formatted(shortly(least), shortly(most)));
        Yaml yaml = values.get(name);
        if (yaml == null) {
            return fallback;
        }
        if (!(yaml instanceof Yaml.Items items) || items.values().isEmpty()) {
            throw unfit(name, yaml, "a list of numbers, such as [0.1, 0.2]");
        }
        List<Double> numbers = new ArrayList<>();
        for (Yaml item : items.values()) {
            Parameters one = new Parameters(recipe, part, item.line(), Map.of(name, item));
            numbers.add(one.number(name, 0, least, most));
        }
        return List.copyOf(numbers);
    }

    /** Whether it is written. */
    public boolean has(String name) {
        known.putIfAbsent(name, "");
        return values.containsKey(name);
    }

    /** What every parameter may be and what it is unless given, by name: those that have been asked for. */
    public Map<String, String> described() {
        Map<String, String> described = new TreeMap<>(known);
        described.values().removeIf(String::isEmpty);
        return described;
    }

    /** Refuses what nobody has asked for. */
    public void checkAllKnown() {
        values.forEach((name, yaml) -> {
            if (!known.containsKey(name)) {
                throw new RecipeException(
                        recipe,
                        yaml.line(),
                        known.isEmpty()
                                ? "%s has no parameters, found '%s'; remove it".formatted(part, name)
                                : "%s has no parameter '%s'; it has %s"
                                        .formatted(part, name, String.join(", ", known.keySet())));
            }
        });
    }

    private Yaml.Scalar scalar(String name) {
        Yaml yaml = values.get(name);
        if (yaml == null) {
            return null;
        }
        if (yaml instanceof Yaml.Scalar scalar) {
            return scalar;
        }
        throw unfit(name, yaml, "one value");
    }

    private RecipeException unfit(String name, Yaml found, String expected) {
        return new RecipeException(
                recipe, found.line(), "%s of %s is %s, must be %s".formatted(name, part, found.kind(), expected));
    }

    /** An error of the part as a whole, at its own line. */
    public RecipeException error(String message) {
        return new RecipeException(recipe, line, "%s: %s".formatted(part, message));
    }

    private void describe(String name, String what) {
        known.put(name, what);
    }

    /** Without the fraction of a whole number. */
    private static String shortly(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e7
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
