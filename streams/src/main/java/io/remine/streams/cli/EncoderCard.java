package io.remine.streams.cli;

import io.remine.state.blob.BlobHash;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.ParameterLayout;
import io.remine.state.encoder.Trainable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** What a person wants to see of an encoder, with the proof that it encodes. */
final class EncoderCard {

    private static final String SAMPLE = "How do I bake bread without yeast?";

    private EncoderCard() {}

    static void print(EncoderSource source, PrintWriter out) {
        EncoderConfig config = source.config();
        out.printf(
                Locale.ROOT,
                "encoder          BERT, %d layers of %d numbers, %d heads, feed-forward %d, %,d parameters%n",
                config.layers(),
                config.hidden(),
                config.heads(),
                config.intermediate(),
                ParameterLayout.of(config, new Trainable.All()).size());
        out.printf(
                Locale.ROOT,
                "texts            %,d token ids, cut to %d tokens of %d possible%n",
                config.vocabulary(),
                config.maxTokens(),
                config.maxPositions());
        out.printf("pooling          %s%n", config.pooling());
        out.printf("query prompt     '%s'%n", config.prompts().query());
        out.printf("document prompt  '%s'%n", config.prompts().document());
        out.printf(
                "weights          SHA-256 %s%n",
                BlobHash.of(source.weights().toBlob(config)).hex());
        try (Encoder encoder = new Encoder(source, new Trainable.LastLayers(1))) {
            out.printf("query            '%s'%n", SAMPLE);
            out.printf(
                    "                 is %d tokens and the vector %s%n",
                    encoder.tokenizeQueries(List.of(SAMPLE)).get(0).length,
                    beginning(encoder.encodeQueries(List.of(SAMPLE))[0]));
        }
        out.flush();
    }

    /** The first numbers; refuses a vector that is not of unit length. */
    private static String beginning(float[] vector) {
        double squares = 0;
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < vector.length; i++) {
            squares += (double) vector[i] * vector[i];
            text.append(i < 4 ? String.format(Locale.ROOT, "%.4f, ", vector[i]) : "");
        }
        if (!(Math.abs(squares - 1) < 1e-3)) {
            throw new IllegalArgumentException(
                    "the encoder gives a sample text a vector of length %s, must be 1; its weights are no encoder's"
                            .formatted(Math.sqrt(squares)));
        }
        return text + "...]";
    }
}
