package io.remine.operators.recipe;

import java.io.Serializable;

/**
 * Which examples train together: a section of a recipe.
 *
 * @param neighbours how many micro-batches' examples are collected and divided into micro-batches of neighbouring queries:
 *     1 for the order of arrival, to {@value #MAX_NEIGHBOURS}
 */
public record MicroBatches(int neighbours) implements Serializable {

    public static final int MAX_NEIGHBOURS = 64;

    /** As they arrive. */
    public static final MicroBatches IN_ORDER = new MicroBatches(1);

    private static final long serialVersionUID = 1L;

    public MicroBatches {
        if (neighbours < 1 || neighbours > MAX_NEIGHBOURS) {
            throw new IllegalArgumentException(
                    "neighbours from %d micro-batches, must be 1 to %d".formatted(neighbours, MAX_NEIGHBOURS));
        }
    }
}
