package io.remine.state.index;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.LineageJson;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The whole index as of one checkpoint: which segments make up each bucket. Its key on the topic {@code index} is
 * {@code manifest/GENERATION}, so that the newest of a generation replaces the one before.
 *
 * @param dimension length of every vector
 * @param documents how many there are when every segment has been applied
 * @param buckets those that have a segment, by rising number
 * @param offsets how far the input had been read: all of it is contained
 * @param publishedMillis when, in milliseconds since 1970
 */
public record Manifest(
        ManifestId id,
        Generation generation,
        int dimension,
        long documents,
        List<Bucket> buckets,
        InputOffsets offsets,
        long publishedMillis) {

    public static final String KEY_PREFIX = "manifest/";

    /** Most segments of a bucket. */
    public static final int MAX_SEGMENTS = 1_000;

    private static final int FORMAT = 1;

    /**
     * One bucket's documents.
     *
     * @param segments the oldest first: a later one's row or deletion overrides an earlier row of the same document
     */
    public record Bucket(int number, List<SegmentRef> segments) {

        public Bucket {
            segments = List.copyOf(segments);
            Segment.check("bucket", number, 0, Segment.MAX_BUCKETS - 1);
            Segment.check("segments of a bucket", segments.size(), 1, MAX_SEGMENTS);
        }

        private void writeTo(ObjectNode json) {
            ArrayNode array = json.put("bucket", number).putArray("segments");
            segments.forEach(segment -> segment.writeTo(array.addObject()));
        }

        private static Bucket read(JsonFields fields) throws CorruptDataException {
            return new Bucket(fields.integer("bucket"), fields.list("segments", SegmentRef::read));
        }
    }

    public Manifest {
        buckets = List.copyOf(buckets);
        Segment.check("dimension", dimension, 1, Segment.MAX_DIMENSION);
        long rows = buckets.stream()
                .flatMap(bucket -> bucket.segments().stream())
                .mapToLong(SegmentRef::rows)
                .sum();
        Segment.check("documents", documents, 0, rows);
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.get(i - 1).number() >= buckets.get(i).number()) {
                throw new IllegalArgumentException("bucket %d after bucket %d; list each once, by rising number"
                        .formatted(buckets.get(i).number(), buckets.get(i - 1).number()));
            }
        }
    }

    /** The record's key. */
    public byte[] key() {
        return key(generation);
    }

    public static byte[] key(Generation generation) {
        return (KEY_PREFIX + generation.number()).getBytes(StandardCharsets.UTF_8);
    }

    public byte[] toJson() {
        ObjectNode json = JsonFormat.create(FORMAT);
        json.put("timeline", id.timeline().value()).put("checkpoint", id.checkpoint());
        json.put("generation", generation.number()).put("dimension", dimension).put("documents", documents);
        ArrayNode array = json.putArray("buckets");
        buckets.forEach(bucket -> bucket.writeTo(array.addObject()));
        json.set("offsets", LineageJson.writeOffsets(offsets));
        json.put("publishedMillis", publishedMillis);
        return JsonFormat.write(json);
    }

    public static Manifest fromJson(byte[] json) throws CorruptDataException {
        return JsonFormat.read(json, "manifest", FORMAT, Manifest::read);
    }

    private static Manifest read(JsonFields fields) throws CorruptDataException {
        return new Manifest(
                new ManifestId(new TimelineId(fields.text("timeline")), fields.longInteger("checkpoint")),
                new Generation(fields.integer("generation")),
                fields.integer("dimension"),
                fields.longInteger("documents"),
                fields.list("buckets", Bucket::read),
                LineageJson.readOffsets(fields.object("offsets")),
                fields.longInteger("publishedMillis"));
    }
}
