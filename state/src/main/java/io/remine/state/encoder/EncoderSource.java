package io.remine.state.encoder;

import java.util.Objects;

/** All that an encoder is made from; plain values, so that it can be published and made again anywhere. */
public final class EncoderSource {

    private final EncoderConfig config;
    private final EncoderWeights weights;
    private final byte[] tokenizerJson;

    /**
     * @param weights of this configuration
     * @param tokenizerJson a Hugging Face {@code tokenizer.json}; its ids are below the configuration's vocabulary
     */
    public EncoderSource(EncoderConfig config, EncoderWeights weights, byte[] tokenizerJson) {
        this.config = Objects.requireNonNull(config);
        this.weights = Objects.requireNonNull(weights);
        this.tokenizerJson = tokenizerJson.clone();
    }

    public EncoderConfig config() {
        return config;
    }

    public EncoderWeights weights() {
        return weights;
    }

    /** The {@code tokenizer.json}, a copy. */
    public byte[] tokenizerJson() {
        return tokenizerJson.clone();
    }

    /** The same encoder with other weights. */
    public EncoderSource with(EncoderWeights otherWeights) {
        return new EncoderSource(config, otherWeights, tokenizerJson);
    }
}
