package io.remine.state.encoder;

/** Which of an encoder's parameters training may change; the rest stay as they were loaded. */
public sealed interface Trainable {

    /** Whether the parameter of this name trains. */
    boolean trains(String parameter, EncoderConfig config);

    /** Every parameter. */
    record All() implements Trainable {
        @Override
        public boolean trains(String parameter, EncoderConfig config) {
            return true;
        }

        @Override
        public String toString() {
            return "all";
        }
    }

    /** All layers, but neither the embedding tables nor their LayerNorm. */
    record AllButEmbeddings() implements Trainable {
        @Override
        public boolean trains(String parameter, EncoderConfig config) {
            return !parameter.startsWith("embeddings.");
        }

        @Override
        public String toString() {
            return "all-but-embeddings";
        }
    }

    /** The last {@code count} layers, those nearest to the result; all of them if there are fewer. */
    record LastLayers(int count) implements Trainable {

        public LastLayers {
            if (count < 1) {
                throw new IllegalArgumentException("last %d layers train, must be at least 1".formatted(count));
            }
        }

        @Override
        public boolean trains(String parameter, EncoderConfig config) {
            for (int layer = Math.max(0, config.layers() - count); layer < config.layers(); layer++) {
                if (parameter.startsWith(EncoderConfig.layerPrefix(layer))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return "last-" + count;
        }
    }

    /**
     * The setting as written in configurations and records: {@code all}, {@code all-but-embeddings}, or {@code last-2} and
     * the like; {@code toString} writes it.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Trainable parse(String setting) {
        if (setting.equals("all")) {
            return new All();
        }
        if (setting.equals("all-but-embeddings")) {
            return new AllButEmbeddings();
        }
        if (setting.matches("last-[1-9][0-9]{0,2}")) {
            return new LastLayers(Integer.parseInt(setting.substring("last-".length())));
        }
        throw new IllegalArgumentException(
                "trainable is '%s', must be all, all-but-embeddings or last-N".formatted(setting));
    }
}
