package io.remine.state.invariant;

/**
 * What an invariant has to say.
 *
 * @param seen one line of figures; if it does not hold, what broke it first
 */
public record Finding(boolean holds, String seen) {

    public Finding {
        if (seen.isBlank() || seen.lines().count() > 1) {
            throw new IllegalArgumentException(
                    "finding '%s'; say in one line what the judgement rests on".formatted(seen));
        }
    }
}
