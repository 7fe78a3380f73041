package io.remine.state.huggingface;

import io.remine.state.encoder.Pooling;
import java.util.Optional;

/**
 * What a directory leaves open or says otherwise than wanted: many were published before sentence-transformers kept prompts,
 * and one of transformers alone says nothing of pooling.
 *
 * @param queryPrompt before every query; given but empty for none
 * @param documentPrompt before every document; given but empty for none
 * @param maxTokens texts are cut to so many
 */
public record Overrides(
        Optional<Pooling> pooling,
        Optional<String> queryPrompt,
        Optional<String> documentPrompt,
        Optional<Integer> maxTokens) {

    /** All as the directory says. */
    public static final Overrides NONE =
            new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
