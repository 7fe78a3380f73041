package io.remine.streams.generation;

import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.MiniLm;
import io.remine.state.encoder.RandomEncoder;

/** The setting {@code model.source}: where the first encoder comes from. */
final class ModelSource {

    private static final String RANDOM = "random:";

    private ModelSource() {}

    /** The encoder that {@code setting}, {@code minilm} or {@code random:SEED}, names. */
    static EncoderSource load(String setting) {
        if (setting.startsWith(RANDOM)) {
            return RandomEncoder.source(RandomEncoder.TINY, Long.parseLong(setting.substring(RANDOM.length())));
        }
        if (setting.equals("minilm")) {
            return MiniLm.load();
        }
        throw new IllegalArgumentException("model.source is '%s', must be minilm or random:SEED".formatted(setting));
    }
}
