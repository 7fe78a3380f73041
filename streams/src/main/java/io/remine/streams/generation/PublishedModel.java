package io.remine.streams.generation;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.ParameterLayout;
import io.remine.state.live.LiveIndexOptions;
import io.remine.state.model.Generation;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.ModelLog;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.VersionRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.kafka.TrustedTopic;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An encoder as the topic {@code models} holds it, for commands that take it from there once. */
public final class PublishedModel {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedModel.class);

    private PublishedModel() {}

    /**
     * Reads the whole topic; its blobs go through a cache in the directory of the settings.
     *
     * @param version whose query encoder; empty for the generation's first encoder
     * @throws IllegalStateException if it is not on the topic, or not whole
     */
    public static EncoderSource load(RemineConfiguration configuration, Optional<ModelVersion> version) {
        String topic = configuration.topics().name(Topic.MODELS);
        Path directory = Path.of(configuration.get(RemineOptions.DIRECTORY), "cache", "exports");
        try (BlobCache cache = BlobCache.openFree(directory.toAbsolutePath())) {
            ModelLog log = new ModelLog(
                    cache, new BlobAssembler.Limits(LiveIndexOptions.DEFAULT_MAX_BLOB_BYTES, Blobs.MAX_BLOB_BYTES));
            TrustedTopic.forEach(configuration, Topic.MODELS, (key, value) -> accept(log, key, value));
            log.deleteUnseen();
            return version.isPresent() ? version(log, version.get(), topic) : first(log, Generation.FIRST, topic);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take a model from %s: %s".formatted(topic, e.getMessage()), e);
        }
    }

    private static EncoderSource version(ModelLog log, ModelVersion version, String topic) throws IOException {
        Optional<VersionRecord> record = log.version(version);
        if (record.isEmpty() || !log.isComplete(version)) {
            throw new IllegalStateException(
                    "version %s is not on %s, or not whole; older ones than the last full copies are deleted"
                            .formatted(version, topic));
        }
        EncoderSource first = first(log, record.get().generation(), topic);
        GenerationRecord generation =
                log.generationRecord(record.get().generation()).orElseThrow();
        ParameterLayout layout = ParameterLayout.of(generation.config(), generation.trainable());
        return first.with(first.weights().with(layout, log.materialise(version)));
    }

    private static EncoderSource first(ModelLog log, Generation generation, String topic) throws IOException {
        return log.generation(generation)
                .orElseThrow(() -> new IllegalStateException(
                        "no first encoder of %s on %s; `remine index` or `remine train` publishes it"
                                .formatted(generation, topic)));
    }

    private static void accept(ModelLog log, byte[] key, byte[] value) {
        try {
            log.accept(key, RecordValue.of(value));
        } catch (CorruptDataException e) {
            LOG.warn("record refused: {}", e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
