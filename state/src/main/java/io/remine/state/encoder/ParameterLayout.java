package io.remine.state.encoder;

import java.util.ArrayList;
import java.util.List;

/**
 * Where each parameter lies in one flat array of floats: back to back, in the order of {@link EncoderConfig#parameters()}.
 *
 * @param parts the parameters with their offsets
 * @param size length of the array, in floats
 */
public record ParameterLayout(List<Part> parts, int size) {

    /** One parameter's place: from {@code offset} on, row by row. */
    public record Part(ParameterShape parameter, int offset) {}

    public ParameterLayout {
        parts = List.copyOf(parts);
    }

    /** These parameters, back to back. */
    public static ParameterLayout of(List<ParameterShape> parameters) {
        List<Part> parts = new ArrayList<>();
        int offset = 0;
        for (ParameterShape parameter : parameters) {
            parts.add(new Part(parameter, offset));
            offset = Math.addExact(offset, parameter.size());
        }
        return new ParameterLayout(parts, offset);
    }

    /** Those of the encoder's parameters that train. */
    public static ParameterLayout of(EncoderConfig config, Trainable trainable) {
        return of(config.parameters().stream()
                .filter(parameter -> trainable.trains(parameter.name(), config))
                .toList());
    }

    /** Those that do not. */
    static ParameterLayout ofTheRest(EncoderConfig config, Trainable trainable) {
        return of(config.parameters().stream()
                .filter(parameter -> !trainable.trains(parameter.name(), config))
                .toList());
    }

    /** Refuses an array of another length; {@code what} names it in the error. */
    public void check(String what, float[] flat) {
        if (flat.length != size) {
            throw new IllegalArgumentException("%s of %d floats, the layout has %d".formatted(what, flat.length, size));
        }
    }
}
