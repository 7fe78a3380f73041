package io.remine.state.encoder;

import java.util.Arrays;
import java.util.List;

/**
 * A parameter's name, as Hugging Face's BERT has it, and shape.
 *
 * @param dimensions {@code [out, in]} of a matrix, {@code [length]} of a vector
 */
public record ParameterShape(String name, List<Long> dimensions) {

    public ParameterShape {
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty() || dimensions.stream().anyMatch(length -> length < 1)) {
            throw new IllegalArgumentException("parameter %s of shape %s".formatted(name, dimensions));
        }
    }

    ParameterShape(String name, long... dimensions) {
        this(name, Arrays.stream(dimensions).boxed().toList());
    }

    /** How many numbers. */
    public int size() {
        return Math.toIntExact(dimensions.stream().reduce(1L, Math::multiplyExact));
    }

    long[] toArray() {
        return dimensions.stream().mapToLong(Long::longValue).toArray();
    }
}
