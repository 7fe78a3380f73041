package io.remine.operators.part;

/** A recipe that cannot be used: says which, in what line, and what to do. */
public final class RecipeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public RecipeException(String recipe, int line, String message) {
        super("recipe %s, line %d: %s".formatted(recipe, line, message));
    }

    public RecipeException(String message) {
        super(message);
    }
}
