package io.remine.state.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a BERT-family encoder (Devlin et al. 2019) is besides its parameters. Its activation is the exact GELU (Hendrycks and
 * Gimpel 2016).
 *
 * @param vocabulary how many token ids
 * @param maxPositions how many positions the position table has
 * @param tokenTypes how many segment ids; only the first is used
 * @param hidden length of a token's vector, and of the result
 * @param layers how many transformer layers
 * @param heads attention heads, a divisor of {@code hidden}
 * @param intermediate width of the feed-forward layer
 * @param layerNormEpsilon added to the variance
 * @param maxTokens texts are cut to so many tokens, with the prompt and the two special ones; at most {@code maxPositions}
 * @param pooling how the tokens' vectors become the text's
 * @param prompts what stands before texts
 */
public record EncoderConfig(
        int vocabulary,
        int maxPositions,
        int tokenTypes,
        int hidden,
        int layers,
        int heads,
        int intermediate,
        float layerNormEpsilon,
        int maxTokens,
        Pooling pooling,
        Prompts prompts) {

    private static final int MAX_SIZE = 1 << 20;

    public EncoderConfig {
        check("vocabulary", vocabulary, 1, MAX_SIZE);
        check("maxPositions", maxPositions, 3, MAX_SIZE);
        check("tokenTypes", tokenTypes, 1, MAX_SIZE);
        check("hidden", hidden, 1, MAX_SIZE);
        check("layers", layers, 1, 1_000);
        check("heads", heads, 1, hidden);
        check("intermediate", intermediate, 1, MAX_SIZE);
        check("maxTokens", maxTokens, 3, maxPositions);
        Objects.requireNonNull(pooling);
        Objects.requireNonNull(prompts);
        if (hidden % heads != 0) {
            throw new IllegalArgumentException("hidden %d is no multiple of heads %d".formatted(hidden, heads));
        }
        if (!(layerNormEpsilon > 0 && layerNormEpsilon < 1)) {
            throw new IllegalArgumentException("layerNormEpsilon %s, must be in (0, 1)".formatted(layerNormEpsilon));
        }
    }

    /** An encoder of these sizes that pools by the mean and has no prompts. */
    public EncoderConfig(
            int vocabulary,
            int maxPositions,
            int tokenTypes,
            int hidden,
            int layers,
            int heads,
            int intermediate,
            float layerNormEpsilon,
            int maxTokens) {
        this(
                vocabulary,
                maxPositions,
                tokenTypes,
                hidden,
                layers,
                heads,
                intermediate,
                layerNormEpsilon,
                maxTokens,
                Pooling.MEAN,
                Prompts.NONE);
    }

    /** The same sizes, used in another way. */
    public EncoderConfig with(int otherMaxTokens, Pooling otherPooling, Prompts otherPrompts) {
        return new EncoderConfig(
                vocabulary,
                maxPositions,
                tokenTypes,
                hidden,
                layers,
                heads,
                intermediate,
                layerNormEpsilon,
                otherMaxTokens,
                otherPooling,
                otherPrompts);
    }

    /** All parameters in order: embeddings, then layer by layer. Linear weights are {@code [out, in]}. */
    public List<ParameterShape> parameters() {
        List<ParameterShape> all = new ArrayList<>();
        all.add(new ParameterShape("embeddings.word_embeddings.weight", vocabulary, hidden));
        all.add(new ParameterShape("embeddings.position_embeddings.weight", maxPositions, hidden));
        all.add(new ParameterShape("embeddings.token_type_embeddings.weight", tokenTypes, hidden));
        addLayerNorm(all, "embeddings.LayerNorm");
        for (int layer = 0; layer < layers; layer++) {
            String prefix = layerPrefix(layer);
            addLinear(all, prefix + "attention.self.query", hidden, hidden);
            addLinear(all, prefix + "attention.self.key", hidden, hidden);
            addLinear(all, prefix + "attention.self.value", hidden, hidden);
            addLinear(all, prefix + "attention.output.dense", hidden, hidden);
            addLayerNorm(all, prefix + "attention.output.LayerNorm");
            addLinear(all, prefix + "intermediate.dense", intermediate, hidden);
            addLinear(all, prefix + "output.dense", hidden, intermediate);
            addLayerNorm(all, prefix + "output.LayerNorm");
        }
        return List.copyOf(all);
    }

    /** What the names of a layer's parameters begin with; layers count from 0. */
    static String layerPrefix(int layer) {
        return "encoder.layer." + layer + ".";
    }

    private void addLayerNorm(List<ParameterShape> all, String name) {
        all.add(new ParameterShape(name + ".weight", hidden));
        all.add(new ParameterShape(name + ".bias", hidden));
    }

    private static void addLinear(List<ParameterShape> all, String name, int out, int in) {
        all.add(new ParameterShape(name + ".weight", out, in));
        all.add(new ParameterShape(name + ".bias", out));
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s %d, must be %d to %d".formatted(name, value, least, most));
        }
    }
}
