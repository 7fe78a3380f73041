package io.remine.state.huggingface;

import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Pooling;
import io.remine.state.encoder.Prompts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * An encoder in a directory, as Hugging Face's transformers or sentence-transformers keep it: {@code config.json} of a {@code
 * BertModel}, {@code tokenizer.json}, {@code model.safetensors} or an ONNX file, and what sentence-transformers puts beside
 * them. What we write has all of it, and the same vectors come out of sentence-transformers.
 *
 * <p>Vectors are of unit length here, whether or not the directory's modules say so.
 */
public final class ModelDirectory {

    private ModelDirectory() {}

    /** The encoder as the directory describes it. */
    public static EncoderSource read(Path directory) {
        return read(directory, Overrides.NONE);
    }

    /**
     * The encoder as the directory describes it, but for what is overridden.
     *
     * @throws IllegalArgumentException if something is missing, or the encoder is one that Remine does not have: names the
     *     file, what it says and what it must say
     */
    public static EncoderSource read(Path directory, Overrides overrides) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("%s is no directory; name that of config.json".formatted(directory));
        }
        SentenceTransformers usage = SentenceTransformers.read(directory);
        EncoderConfig sizes = BertConfig.read(JsonFile.read(usage.transformer().resolve("config.json")));
        TokenizerFile tokenizer = TokenizerFile.read(usage.transformer(), sizes.vocabulary());
        if (usage.lowerCase() && !tokenizer.lowersCase()) {
            throw new IllegalArgumentException(
                    "sentence_bert_config.json of %s says do_lower_case, its tokenizer.json does not; put it there"
                            .formatted(directory));
        }
        Pooling pooling = overrides
                .pooling()
                .or(usage::pooling)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s does not say how to pool (no modules.json with a Pooling module); say --pooling cls or mean"
                                .formatted(directory)));
        Prompts prompts = new Prompts(
                overrides.queryPrompt().orElse(usage.prompts().query()),
                overrides.documentPrompt().orElse(usage.prompts().document()));
        int maxTokens = overrides.maxTokens().or(usage::maxTokens).orElse(sizes.maxPositions());
        EncoderConfig config = sizes.with(maxTokens, pooling, prompts);
        return new EncoderSource(config, Checkpoint.read(usage.transformer(), config), bytes(usage.transformer()));
    }

    /**
     * Writes everything that transformers and sentence-transformers ask for.
     *
     * @param directory is made; must be empty if it is there
     */
    public static void write(EncoderSource source, Path directory) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException("%s is not empty; name a new directory".formatted(directory));
                }
            }
            EncoderConfig config = source.config();
            int paddingId = TokenizerFile.write(source.tokenizerJson(), config.maxTokens(), directory);
            JsonFile.write(directory.resolve("config.json"), BertConfig.write(config, paddingId));
            SentenceTransformers.write(config, directory);
            Checkpoint.write(source.weights(), config, directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write %s: %s".formatted(directory, e), e);
        }
    }

    private static byte[] bytes(Path transformer) {
        try {
            return Files.readAllBytes(transformer.resolve("tokenizer.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
