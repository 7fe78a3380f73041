package io.remine.streams.generation;

import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.MiniLm;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.huggingface.ModelDirectory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an encoder comes from: the setting {@code model.source} and the option {@code --model}. */
public final class ModelSource {

    private static final String MINI_LM = "minilm";
    private static final String RANDOM = "random:";
    private static final String DIRECTORY = "directory:";

    private ModelSource() {}

    /**
     * The encoder that a setting or an option names.
     *
     * @param source {@code minilm}, {@code random:SEED}, {@code directory:PATH} or the path of a directory that is there
     * @throws IllegalArgumentException if it is none of these, or the directory holds no encoder of ours
     */
    public static EncoderSource load(String source) {
        if (source.equals(MINI_LM)) {
            return MiniLm.load();
        }
        if (source.startsWith(RANDOM)) {
            return RandomEncoder.source(RandomEncoder.TINY, Long.parseLong(source.substring(RANDOM.length())));
        }
        if (source.startsWith(DIRECTORY)) {
            return ModelDirectory.read(Path.of(source.substring(DIRECTORY.length())));
        }
        if (Files.isDirectory(Path.of(source))) {
            return ModelDirectory.read(Path.of(source));
        }
        throw new IllegalArgumentException(
                "model '%s', must be minilm, random:SEED, directory:PATH or a directory that is there"
                        .formatted(source));
    }
}
