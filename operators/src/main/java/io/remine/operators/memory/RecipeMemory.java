package io.remine.operators.memory;

import java.util.Objects;

/** All that the parts of a recipe remember: of pairs, and as numbers. */
public record RecipeMemory(PairStore pairs, RecipeNumbers numbers) {

    public RecipeMemory {
        Objects.requireNonNull(pairs);
        Objects.requireNonNull(numbers);
    }

    /** An empty one that lasts as long as its process. */
    public static RecipeMemory onHeap() {
        return new RecipeMemory(new HeapPairStore(), new RecipeNumbers());
    }
}
