package io.remine.streams.beir;

import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.index.IndexView;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.UnpublishedIndex;
import io.remine.state.index.VectorEncoding;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of a corpus that does not change, in single precision. What was encoded once is kept as segments, named by what
 * they were made from, encoder and documents; one of them at a time is in memory besides the index. Whoever is stopped goes
 * on with the segment that is missing.
 */
public final class CorpusIndex {

    private static final Logger LOG = LoggerFactory.getLogger(CorpusIndex.class);

    /** Most documents of a segment. */
    private static final int SEGMENT_ROWS = 4_096;

    private static final int AT_ONCE = 1_024;

    private final Encoder encoder;
    private final LongConsumer progress;

    private CorpusIndex(Encoder encoder, LongConsumer progress) {
        this.encoder = encoder;
        this.progress = progress;
    }

    /**
     * The documents of one segment.
     *
     * @param bucket the segment's number
     * @param before how many documents there are in those before it
     */
    private record Part(DigestedFile file, int bucket, int before, List<Document> documents) {}

    /** {@link #open(List, CorpusKey, Encoder, Path, LongConsumer)} with the key of what the encoder was made from. */
    public static IndexView open(
            List<Document> documents, EncoderSource source, Encoder encoder, Path cache, LongConsumer progress)
            throws IOException {
        return open(documents, CorpusKey.of(source), encoder, cache, progress);
    }

    /**
     * The index, encoded or read from the cache; the rows are the documents in their order. A file of the cache that is
     * not as it was written, cut short or with a bit flipped, is written again.
     *
     * @param key the encoder's
     * @param cache a directory, made if it is missing
     * @param progress told how many documents are encoded
     */
    public static IndexView open(
            List<Document> documents, CorpusKey key, Encoder encoder, Path cache, LongConsumer progress)
            throws IOException {
        CorpusIndex corpus = new CorpusIndex(encoder, progress);
        Map<BlobRef, Part> parts = new HashMap<>();
        List<SegmentRef> segments = new ArrayList<>();
        for (Part part : parts(documents, cache, key.with(documents))) {
            SegmentRef segment = UnpublishedIndex.reference(
                    corpus.bytes(part), part.documents().size());
            segments.add(segment);
            parts.put(segment.blob(), part);
        }
        return UnpublishedIndex.view(encoder.config().hidden(), segments, blob -> parts.get(blob)
                .file()
                .read());
    }

    /** One file where there is one of the whole corpus, or it is small. */
    private static List<Part> parts(List<Document> documents, Path cache, String name) {
        DigestedFile whole = new DigestedFile(cache.resolve(name + ".segment"));
        if (documents.size() <= SEGMENT_ROWS || whole.exists()) {
            return List.of(new Part(whole, 0, 0, documents));
        }
        List<Part> parts = new ArrayList<>();
        for (int begin = 0; begin < documents.size(); begin += SEGMENT_ROWS) {
            DigestedFile file = new DigestedFile(cache.resolve("%s-%d.segment".formatted(name, parts.size())));
            int end = Math.min(documents.size(), begin + SEGMENT_ROWS);
            parts.add(new Part(file, parts.size(), begin, documents.subList(begin, end)));
        }
        return parts;
    }

    /** The segment's bytes, from its file, or made and written there. */
    private byte[] bytes(Part part) throws IOException {
        if (part.file().exists()) {
            try {
                byte[] cached = part.file().read();
                SegmentCodec.read(cached);
                return cached;
            } catch (CorruptDataException e) {
                LOG.warn("{} cannot be used, encoding again: {}", part.file().file(), e.getMessage());
            }
        }
        byte[] segment = SegmentCodec.write(encode(part), VectorEncoding.SINGLE);
        part.file().write(segment);
        return segment;
    }

    private Segment encode(Part part) {
        List<Segment.Row> rows = new ArrayList<>();
        for (int begin = 0; begin < part.documents().size(); begin += AT_ONCE) {
            List<Document> some =
                    part.documents().subList(begin, Math.min(part.documents().size(), begin + AT_ONCE));
            float[][] vectors =
                    encoder.encodeDocuments(some.stream().map(Document::text).toList());
            for (int i = 0; i < vectors.length; i++) {
                rows.add(new Segment.Row(new DocumentId(some.get(i).id()), 0, "", Optional.empty(), vectors[i]));
            }
            progress.accept(part.before() + rows.size());
        }
        return new Segment(part.bucket(), Generation.FIRST, encoder.config().hidden(), rows, List.of());
    }
}
