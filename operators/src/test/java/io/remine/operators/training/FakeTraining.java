package io.remine.operators.training;

import ai.djl.Device;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.model.Ancestry;
import io.remine.state.model.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A fixed index and a log of versions written by hand. */
final class FakeTraining implements TrainingSource, AutoCloseable {

    private static final long serialVersionUID = 1L;
    private static final Trainable TRAINABLE = new Trainable.AllButEmbeddings();

    private record Published(Optional<ModelVersion> parent, Adoption adoption) {}

    private final transient EncoderSource source = RandomEncoder.source(RandomEncoder.TINY, 7);
    private final transient Encoder encoder = new Encoder(source, TRAINABLE);
    private transient IndexView index = TinyIndex.of(encoder);
    private final transient List<Published> log = new ArrayList<>();

    /** From now on the index holds so many documents, from the first. */
    void index(int documents) {
        index.close();
        index = TinyIndex.of(encoder, documents);
    }

    /** The parameters of the generation's first encoder. */
    float[] first() {
        float[] parameters = new float[encoder.trainable().size()];
        encoder.readParameters(parameters);
        return parameters;
    }

    void publish(Optional<ModelVersion> parent, ModelVersion version, List<int[]> differences) {
        log.add(new Published(parent, new Adoption(version, differences)));
    }

    void clearLog() {
        log.clear();
    }

    @Override
    public Connection connect(Device device) {
        return new FakeConnection();
    }

    @Override
    public void close() {
        index.close();
        encoder.close();
    }

    private final class FakeConnection implements Connection {

        @Override
        public EncoderSource awaitEncoder() {
            return source;
        }

        @Override
        public Trainable trainable() {
            return TRAINABLE;
        }

        @Override
        public void awaitIndex() {
            assertOpen();
        }

        @Override
        public void awaitCaughtUp() {
            assertOpen();
        }

        @Override
        public <T> T withIndex(Function<IndexView, T> body) {
            return body.apply(index);
        }

        @Override
        public Optional<Adoption> next(Optional<ModelVersion> adopted, Ancestry ancestry, float[] base) {
            return log.stream()
                    .filter(published -> published.parent().equals(adopted))
                    .map(Published::adoption)
                    .filter(adoption -> ancestry.contains(adoption.version()))
                    .findFirst();
        }

        private void assertOpen() {
            if (index.rows() == 0) {
                throw new IllegalStateException("the index is empty");
            }
        }

        @Override
        public void close() {
            assertOpen();
        }
    }
}
