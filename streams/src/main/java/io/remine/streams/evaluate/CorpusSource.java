package io.remine.streams.evaluate;

import ai.djl.Device;
import io.remine.operators.training.Adoption;
import io.remine.operators.training.TrainingSource;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.model.Ancestry;
import io.remine.state.model.ModelVersion;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A fixed index and encoder for a worker in this process, which publishes to nobody and so has nothing to adopt. Travels
 * with the job as a key of what stays here.
 */
final class CorpusSource implements TrainingSource, AutoCloseable {

    private static final long serialVersionUID = 1L;

    private static final Map<String, Held> HELD = new ConcurrentHashMap<>();

    private record Held(EncoderSource encoder, Trainable trainable, IndexView index) {}

    private final String key = UUID.randomUUID().toString();

    CorpusSource(EncoderSource encoder, Trainable trainable, IndexView index) {
        HELD.put(key, new Held(encoder, trainable, index));
    }

    @Override
    public Connection connect(Device device) {
        Held held = HELD.get(key);
        if (!held.index().placement().device().equals(device)) {
            throw new IllegalArgumentException("worker on %s, the collection's index is on %s; evaluate on that"
                    .formatted(device, held.index().placement().device()));
        }
        return new HeldConnection(held);
    }

    @Override
    public void close() {
        HELD.remove(key);
    }

    private record HeldConnection(Held held) implements Connection {

        @Override
        public EncoderSource awaitEncoder() {
            return held.encoder();
        }

        @Override
        public Trainable trainable() {
            return held.trainable();
        }

        @Override
        public void awaitIndex() {}

        @Override
        public void awaitCaughtUp() {}

        @Override
        public <T> T withIndex(Function<IndexView, T> body) {
            return body.apply(held.index());
        }

        @Override
        public Optional<Adoption> next(Optional<ModelVersion> adopted, Ancestry ancestry, float[] base) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
