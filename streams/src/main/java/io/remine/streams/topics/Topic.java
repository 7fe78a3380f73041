package io.remine.streams.topics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each topic is for and what Kafka keeps of it; DESIGN section 2 says who writes it. */
public enum Topic {
    DOCUMENTS("documents", Cleanup.COMPACT, Spread.PARTITIONED),
    QUERIES("queries", Cleanup.WEEK, Spread.PARTITIONED),
    CLICKS("clicks", Cleanup.WEEK, Spread.PARTITIONED),
    NEGATIVES("negatives", Cleanup.WEEK, Spread.PARTITIONED),
    /** Kept for ever: replay, the next generation's training, erasure. */
    EXAMPLES("examples", Cleanup.NEVER, Spread.PARTITIONED),
    MODELS("models", Cleanup.COMPACT_BLOBS, Spread.SINGLE),
    INDEX("index", Cleanup.COMPACT_BLOBS, Spread.SINGLE),
    RELEASES("releases", Cleanup.COMPACT, Spread.SINGLE),
    EVALUATIONS("evaluations", Cleanup.MONTH, Spread.SINGLE),
    DEAD_LETTERS("dead-letters", Cleanup.MONTH, Spread.SINGLE);

    private enum Cleanup {
        COMPACT,
        COMPACT_BLOBS,
        WEEK,
        MONTH,
        NEVER
    }

    /** Whether order across the topic matters more than throughput. */
    private enum Spread {
        SINGLE,
        PARTITIONED
    }

    private static final long BLOB_SEGMENT_BYTES = 64L << 20;

    private final String plainName;
    private final Cleanup cleanup;
    private final Spread spread;

    Topic(String plainName, Cleanup cleanup, Spread spread) {
        this.plainName = plainName;
        this.cleanup = cleanup;
        this.spread = spread;
    }

    /** The name without a deployment's prefix. */
    public String plainName() {
        return plainName;
    }

    /** The number of partitions where {@code partitioned} is that of the topics that have several. */
    int partitions(int partitioned) {
        return spread == Spread.SINGLE ? 1 : partitioned;
    }

    /** Kafka's {@code cleanup.policy}. */
    String cleanupPolicy() {
        return cleanup == Cleanup.COMPACT || cleanup == Cleanup.COMPACT_BLOBS ? "compact" : "delete";
    }

    /** Kafka's settings of the topic. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("cleanup.policy", cleanupPolicy());
        switch (cleanup) {
            case COMPACT -> settings.put("min.cleanable.dirty.ratio", "0.1");
            case COMPACT_BLOBS -> {
                settings.put("min.cleanable.dirty.ratio", "0.1");
                // The segment being written is never compacted: a small one bounds what a new reader reads in vain.
                settings.put("segment.bytes", Long.toString(BLOB_SEGMENT_BYTES));
            }
            case WEEK -> settings.put("retention.ms", millis(7));
            case MONTH -> settings.put("retention.ms", millis(30));
            case NEVER -> settings.put("retention.ms", "-1");
        }
        return settings;
    }

    private static String millis(int days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }
}
