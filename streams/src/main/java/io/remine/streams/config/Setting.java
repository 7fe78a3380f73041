package io.remine.streams.config;

import java.util.List;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;

/**
 * One setting: a Flink option and what a person needs to know to set it.
 *
 * @param option name, type and default
 * @param unit of the value, {@code -} if it has none
 * @param range which values are allowed, in words
 * @param allowed which values are allowed
 * @param description one line
 */
public record Setting<T>(ConfigOption<T> option, String unit, String range, Predicate<T> allowed, String description) {

    static Setting<Integer> whole(String name, String unit, int standard, int least, int most, String description) {
        return new Setting<>(
                ConfigOptions.key(name).intType().defaultValue(standard),
                unit,
                least + " to " + most,
                value -> value >= least && value <= most,
                description);
    }

    static Setting<Long> longWhole(String name, String unit, long standard, long least, long most, String description) {
        return new Setting<>(
                ConfigOptions.key(name).longType().defaultValue(standard),
                unit,
                least + " to " + most,
                value -> value >= least && value <= most,
                description);
    }

    static Setting<Double> number(
            String name, String unit, double standard, double least, double most, String description) {
        return new Setting<>(
                ConfigOptions.key(name).doubleType().defaultValue(standard),
                unit,
                least + " to " + most,
                value -> value >= least && value <= most,
                description);
    }

    static Setting<String> choice(String name, String standard, List<String> choices, String description) {
        return new Setting<>(
                ConfigOptions.key(name).stringType().defaultValue(standard),
                "-",
                String.join(" | ", choices),
                choices::contains,
                description);
    }

    /** A text that {@code parse} accepts; it throws IllegalArgumentException where it does not. */
    static Setting<String> text(
            String name, String standard, String range, Predicate<String> allowed, String description) {
        return new Setting<>(
                ConfigOptions.key(name).stringType().defaultValue(standard), "-", range, allowed, description);
    }

    public String name() {
        return option.key();
    }

    /**
     * The value in {@code configuration}, or the default.
     *
     * @throws IllegalArgumentException naming setting, value, range and remedy
     */
    T in(Configuration configuration) {
        T value;
        try {
            value = configuration.get(option);
        } catch (IllegalArgumentException e) {
            throw refused(configuration.getString(name(), ""), e);
        }
        if (!allowed.test(value)) {
            throw refused(value.toString(), null);
        }
        return value;
    }

    private IllegalArgumentException refused(String value, Throwable cause) {
        return new IllegalArgumentException(
                "%s is '%s', allowed: %s%s (%s); correct it or leave it out for %s"
                        .formatted(
                                name(),
                                value,
                                range,
                                unit.equals("-") ? "" : " " + unit,
                                description,
                                option.defaultValue()),
                cause);
    }
}
