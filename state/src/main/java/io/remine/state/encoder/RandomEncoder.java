package io.remine.state.encoder;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Encoders of any size with random weights and MiniLM's tokenizer, for tests and for measuring: what they find is texts
 * that share words.
 */
public final class RandomEncoder {

    /** Two layers of 32 numbers: a step takes milliseconds. */
    public static final EncoderConfig TINY = new EncoderConfig(30_522, 512, 2, 32, 2, 4, 64, 1e-12f, 128);

    private RandomEncoder() {}

    /**
     * Weights drawn from a normal distribution of deviation {@code 1 / sqrt(hidden)}, LayerNorms one, biases zero.
     *
     * @param config its vocabulary is MiniLM's, 30522
     * @param seed equal seeds give equal weights
     */
    public static EncoderSource source(EncoderConfig config, long seed) {
        Random random = new Random(seed);
        double deviation = 1 / Math.sqrt(config.hidden());
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterShape parameter : config.parameters()) {
            float[] value = new float[parameter.size()];
            if (parameter.name().endsWith("LayerNorm.weight")) {
                Arrays.fill(value, 1);
            } else if (!parameter.name().endsWith(".bias")) {
                for (int i = 0; i < value.length; i++) {
                    value[i] = (float) (random.nextGaussian() * deviation);
                }
            }
            values.put(parameter.name(), value);
        }
        return new EncoderSource(config, EncoderWeights.of(config, values), MiniLm.tokenizerJson());
    }
}
