package io.remine.state.live;

import io.remine.state.index.Placement;
import io.remine.state.model.Generation;
import io.remine.state.signing.TrustedKeys;
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
 * @param trust whose records are used
 * @param maxCacheBytes segments on disk, beyond which those go first that were needed longest ago; what is searched, or is to
 *     be, may pass it
 * @param approximateAbove views with more documents get a graph, built in the background, by which searches go from then on
 *     unless they ask to be exact; 0: all searches are exact
 */
public record LiveIndexOptions(
        Map<String, String> kafka,
        LiveTopics topics,
        Path cacheDirectory,
        boolean serveEncoders,
        Generation generation,
        long maxBlobBytes,
        Placement placement,
        TrustedKeys trust,
        long maxCacheBytes,
        int approximateAbove) {

    /** 1.5 GiB: the weights of a BERT-large have 1.25. */
    public static final long DEFAULT_MAX_BLOB_BYTES = 3L << 29;

    public LiveIndexOptions {
        kafka = Map.copyOf(kafka);
        if (maxBlobBytes < 1) {
            throw new IllegalArgumentException("largest blob of " + maxBlobBytes + " bytes, must be at least 1");
        }
        if (maxCacheBytes < 1) {
            throw new IllegalArgumentException("cache of %d bytes, must be at least 1".formatted(maxCacheBytes));
        }
        if (approximateAbove < 0) {
            throw new IllegalArgumentException(
                    "graphs above %d documents, must be at least 0, which is none".formatted(approximateAbove));
        }
    }

    /** Without the values of the client's properties, among which passwords are. */
    @Override
    public String toString() {
        return "LiveIndexOptions[kafka=%s, %s, %s, serveEncoders=%s, %s, maxBlobBytes=%d, %s, trust=%s, maxCacheBytes=%d, approximateAbove=%d]"
                .formatted(
                        kafka.keySet(),
                        topics,
                        cacheDirectory,
                        serveEncoders,
                        generation,
                        maxBlobBytes,
                        placement,
                        trust.keys().keySet(),
                        maxCacheBytes,
                        approximateAbove);
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
                Placement.standard(),
                TrustedKeys.none(),
                Long.MAX_VALUE,
                0);
    }

    /**
     * The same for searching with vectors, or not at all: no encoder is loaded, and the engine only when there is a first
     * search.
     */
    public LiveIndexOptions withoutEncoders() {
        return new LiveIndexOptions(
                kafka,
                topics,
                cacheDirectory,
                false,
                generation,
                maxBlobBytes,
                placement,
                trust,
                maxCacheBytes,
                approximateAbove);
    }

    /** The same, using only records that one of these keys has signed. */
    public LiveIndexOptions withTrust(TrustedKeys keys) {
        return new LiveIndexOptions(
                kafka,
                topics,
                cacheDirectory,
                serveEncoders,
                generation,
                maxBlobBytes,
                placement,
                keys,
                maxCacheBytes,
                approximateAbove);
    }

    /** The same with a cache that keeps no more than this of what nobody needs any more. */
    public LiveIndexOptions withMaxCacheBytes(long bytes) {
        return new LiveIndexOptions(
                kafka,
                topics,
                cacheDirectory,
                serveEncoders,
                generation,
                maxBlobBytes,
                placement,
                trust,
                bytes,
                approximateAbove);
    }

    /** The same with a graph for views of more documents than this; 0: none. */
    public LiveIndexOptions withApproximateAbove(int documents) {
        return new LiveIndexOptions(
                kafka,
                topics,
                cacheDirectory,
                serveEncoders,
                generation,
                maxBlobBytes,
                placement,
                trust,
                maxCacheBytes,
                documents);
    }
}
