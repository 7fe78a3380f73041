package io.remine.state.live;

import io.remine.state.index.Placement;
import io.remine.state.model.Generation;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a {@link LiveIndex} follows, and how.
 *
 * @param kafka properties of the Kafka client: {@code bootstrap.servers}, security; what the consumer needs otherwise is set
 *     by the live index
 * @param cacheDirectory keeps blobs by their hash, so that a restart reads them from here. Several live indexes may name the
 *     same one: each then keeps its own copy beside the others
 * @param serveEncoders whether queries are encoded and searched here; a worker, which has an encoder of its own, says no
 * @param maxBlobBytes largest blob that is accepted
 * @param placement where the index lies, and the encoders on the same device
 */
public record LiveIndexOptions(
        Map<String, String> kafka,
        LiveTopics topics,
        Path cacheDirectory,
        boolean serveEncoders,
        Generation generation,
        long maxBlobBytes,
        Placement placement) {

    /** 1.5 GiB: the weights of a BERT-large have 1.25. */
    public static final long DEFAULT_MAX_BLOB_BYTES = 3L << 29;

    public LiveIndexOptions {
        kafka = Map.copyOf(kafka);
        if (maxBlobBytes < 1) {
            throw new IllegalArgumentException("largest blob of " + maxBlobBytes + " bytes, must be at least 1");
        }
    }

    /** Without the values of the client's properties, among which passwords are. */
    @Override
    public String toString() {
        return "LiveIndexOptions[kafka=%s, %s, %s, serveEncoders=%s, %s, maxBlobBytes=%d, %s]"
                .formatted(kafka.keySet(), topics, cacheDirectory, serveEncoders, generation, maxBlobBytes, placement);
    }

    /** For searching what is published on the topics without a prefix, in the first generation. */
    public static LiveIndexOptions of(String bootstrapServers, Path cacheDirectory) {
        return new LiveIndexOptions(
                Map.of("bootstrap.servers", bootstrapServers),
                LiveTopics.withPrefix(""),
                cacheDirectory,
                true,
                Generation.FIRST,
                DEFAULT_MAX_BLOB_BYTES,
                Placement.standard());
    }
}
