package io.remine.streams.lexical;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.BlobSource;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorEncoding;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A few documents as the index job would publish them, encoded by the random encoder of {@link #MODEL_SOURCE}. */
public final class SmallIndex implements BlobSource {

    public static final String MODEL_SOURCE = "random:7";

    private static final int DIMENSION = RandomEncoder.TINY.hidden();

    /** A document; its version is 1. */
    public record Doc(String id, String text, Optional<String> scope, Attributes attributes) {

        public static Doc of(String id, String text) {
            return new Doc(id, text, Optional.empty(), Attributes.NONE);
        }
    }

    private final Manifest manifest;
    private final Map<BlobHash, byte[]> blobs = new HashMap<>();

    private SmallIndex(String id, List<List<Doc>> buckets) {
        List<Manifest.Bucket> listed = new ArrayList<>();
        int documents = 0;
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            byte[] segment = segment(bucket, buckets.get(bucket));
            BlobRef reference = BlobRef.of(segment);
            blobs.put(reference.hash(), segment);
            int rows = buckets.get(bucket).size();
            listed.add(new Manifest.Bucket(bucket, List.of(new SegmentRef(reference, rows, 0))));
            documents += rows;
        }
        manifest = new Manifest(
                ManifestId.parse(id), Generation.FIRST, DIMENSION, documents, listed, InputOffsets.NONE, 0);
    }

    /**
     * An index of some buckets.
     *
     * @param buckets the documents of each, none of them empty
     */
    public static SmallIndex of(String manifest, List<List<Doc>> buckets) {
        return new SmallIndex(manifest, buckets);
    }

    public IndexView view() throws IOException {
        return IndexView.build(null, manifest, this);
    }

    /** What the topic of the index gets. */
    public List<KeyedBytes> records() {
        List<KeyedBytes> records = new ArrayList<>();
        blobs.values().forEach(blob -> records.addAll(Blobs.split(blob)));
        records.add(new KeyedBytes(manifest.key(), manifest.toJson()));
        return records;
    }

    @Override
    public byte[] read(BlobRef blob) {
        return blobs.get(blob.hash());
    }

    private static byte[] segment(int bucket, List<Doc> documents) {
        try (Encoder encoder = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.LastLayers(1))) {
            float[][] vectors =
                    encoder.encodeDocuments(documents.stream().map(Doc::text).toList());
            List<Segment.Row> rows = new ArrayList<>();
            for (int i = 0; i < vectors.length; i++) {
                Doc each = documents.get(i);
                rows.add(new Segment.Row(
                        new DocumentId(each.id()), 1, each.text(), each.scope(), each.attributes(), vectors[i]));
            }
            return SegmentCodec.write(
                    new Segment(bucket, Generation.FIRST, DIMENSION, rows, List.of()), VectorEncoding.HALF);
        }
    }
}
