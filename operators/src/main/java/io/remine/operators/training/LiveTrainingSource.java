package io.remine.operators.training;

import ai.djl.Device;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.View;
import io.remine.state.model.Ancestry;
import io.remine.state.model.BitDifference;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.ModelLog;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.PublishedUpdate;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The index and the versions as the process's {@link LiveIndex} follows them on Kafka. */
public final class LiveTrainingSource implements TrainingSource {

    /** Gives the live index that this process's tasks on a device share, to be returned by closing the lease. */
    @FunctionalInterface
    public interface LiveIndexes extends Serializable {
        Lease<LiveIndex> acquire(Device device);
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(LiveTrainingSource.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long serialVersionUID = 1L;

    private final LiveIndexes liveIndexes;

    public LiveTrainingSource(LiveIndexes liveIndexes) {
        this.liveIndexes = liveIndexes;
    }

    @Override
    public Connection connect(Device device) {
        return new LiveConnection(liveIndexes.acquire(device));
    }

    private static final class LiveConnection implements Connection {

        private final Lease<LiveIndex> lease;
        private final LiveIndex live;

        LiveConnection(Lease<LiveIndex> lease) {
            this.lease = lease;
            this.live = lease.get();
        }

        @Override
        public EncoderSource awaitEncoder() throws InterruptedException, IOException {
            await("generation " + live.generation().number(), live::awaitGeneration);
            return live.models()
                    .generation(live.generation())
                    .orElseThrow(() -> new IOException("the generation's blobs were there and are gone"));
        }

        @Override
        public Trainable trainable() {
            return live.models()
                    .generationRecord(live.generation())
                    .map(GenerationRecord::trainable)
                    .orElseThrow(() -> new IllegalStateException("no generation yet; wait for its encoder first"));
        }

        @Override
        public void awaitIndex() throws InterruptedException {
            await("an index of generation " + live.generation().number(), live::awaitIndex);
        }

        @Override
        public void awaitCaughtUp() throws InterruptedException {
            await("what was published before", live::awaitCaughtUp);
        }

        @Override
        public <T> T withIndex(Function<IndexView, T> body) {
            try (Lease<View> view =
                    live.lease().orElseThrow(() -> new IllegalStateException("no index yet; wait for it first"))) {
                return body.apply(view.get().index());
            }
        }

        @Override
        public Optional<Adoption> next(Optional<ModelVersion> adopted, Ancestry ancestry, float[] base)
                throws IOException {
            ModelLog models = live.models();
            Optional<PublishedUpdate> child = models.next(adopted, ancestry);
            if (child.isPresent()) {
                return child.map(update -> new Adoption(update.version(), update.differences()));
            }
            Optional<ModelVersion> ahead = aheadOfGap(models, adopted, ancestry);
            if (ahead.isEmpty()) {
                return Optional.empty();
            }
            LOGGER.info("versions after {} are deleted; goes on at the full copy of {}", adopted, ahead.get());
            return Optional.of(
                    new Adoption(ahead.get(), List.of(BitDifference.between(base, models.materialise(ahead.get())))));
        }

        /**
         * The newest version of this life that can be made from a full copy, if the one that follows the adopted has been
         * deleted: after a long pause, or for a new worker.
         */
        private static Optional<ModelVersion> aheadOfGap(
                ModelLog models, Optional<ModelVersion> adopted, Ancestry ancestry) {
            long reached = adopted.map(ModelVersion::checkpoint).orElse(0L);
            List<VersionRecord> ahead = models.versions().stream()
                    .filter(record -> ancestry.contains(record.version())
                            && record.version().checkpoint() > reached)
                    .toList();
            if (ahead.stream().anyMatch(record -> record.parent().equals(adopted))) {
                return Optional.empty(); // the next one is on its way
            }
            return ahead.stream()
                    .map(VersionRecord::version)
                    .filter(models::isComplete)
                    .reduce((earlier, later) -> later);
        }

        @Override
        public void close() {
            lease.close();
        }

        private interface Await {
            boolean await(Duration timeout) throws InterruptedException;
        }

        /** Waits as long as it takes, and says so: the task is cancelled by an interrupt. */
        private static void await(String what, Await await) throws InterruptedException {
            while (!await.await(PATIENCE)) {
                LOGGER.warn("still waiting for {} on Kafka; is the job that publishes it running?", what);
            }
        }
    }
}
