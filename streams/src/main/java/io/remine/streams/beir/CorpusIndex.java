package io.remine.streams.beir;

import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.VectorPrecision;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import io.remine.state.model.TimelineId;
import io.remine.state.record.DocumentId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of a corpus that does not change, in single precision. What was encoded once is kept as a segment, named by what
 * it was made from: encoder and documents.
 */
public final class CorpusIndex {

    private static final Logger LOG = LoggerFactory.getLogger(CorpusIndex.class);
    private static final int AT_ONCE = 1_024;

    private CorpusIndex() {}

    /**
     * The index, encoded or read from the cache; the rows are the documents in their order. A file of the cache that is
     * not as it was written, cut short or with a bit flipped, is written again.
     *
     * @param cache a directory, made if it is missing
     * @param progress told how many documents are encoded
     */
    public static IndexView open(
            List<Document> documents, EncoderSource source, Encoder encoder, Path cache, LongConsumer progress)
            throws IOException {
        DigestedFile cached = new DigestedFile(cache.resolve(key(documents, source) + ".segment"));
        int dimension = encoder.config().hidden();
        if (cached.exists()) {
            try {
                return view(cached.read(), documents.size(), dimension);
            } catch (CorruptDataException e) {
                LOG.warn("{} cannot be used, encoding again: {}", cached.file(), e.getMessage());
            }
        }
        byte[] segment = segment(documents, encode(documents, encoder, progress));
        cached.write(segment);
        return view(segment, documents.size(), dimension);
    }

    private static float[][] encode(List<Document> documents, Encoder encoder, LongConsumer progress) {
        float[][] vectors = new float[documents.size()][];
        for (int begin = 0; begin < documents.size(); begin += AT_ONCE) {
            List<Document> some = documents.subList(begin, Math.min(documents.size(), begin + AT_ONCE));
            float[][] encoded =
                    encoder.encodeDocuments(some.stream().map(Document::text).toList());
            System.arraycopy(encoded, 0, vectors, begin, encoded.length);
            progress.accept(begin + encoded.length);
        }
        return vectors;
    }

    private static byte[] segment(List<Document> documents, float[][] vectors) {
        List<Segment.Row> rows = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            rows.add(new Segment.Row(new DocumentId(documents.get(i).id()), 0, "", Optional.empty(), vectors[i]));
        }
        return SegmentCodec.write(
                new Segment(0, Generation.FIRST, vectors[0].length, rows, List.of()), VectorPrecision.SINGLE);
    }

    private static IndexView view(byte[] segment, int documents, int dimension) throws IOException {
        if (segment.length == 0) {
            throw new CorruptDataException("the segment is empty");
        }
        SegmentRef reference = new SegmentRef(BlobRef.of(segment), documents, 0);
        Manifest manifest = new Manifest(
                new ManifestId(new TimelineId("corpus"), 1),
                Generation.FIRST,
                dimension,
                documents,
                List.of(new Manifest.Bucket(0, Collections.singletonList(reference))),
                InputOffsets.NONE,
                0);
        return IndexView.build(null, manifest, blob -> segment);
    }

    /** A hash of the document tower and of every id and text. */
    private static String key(List<Document> documents, EncoderSource source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(source.config().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(source.tokenizerJson());
            digest.update(source.weights().toBlob(source.config()));
            for (Document document : documents) {
                update(digest, document.id());
                update(digest, document.text());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void update(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }
}
