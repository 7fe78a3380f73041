package io.remine.streams.snapshot;

import io.remine.state.index.Manifest;
import io.remine.state.index.Segment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * An index of Lucene: for each document {@code id}, {@code version}, {@code text} (by the standard analyzer), {@code scope} if
 * it has one and {@code attribute.NAME} for each value, all stored; and {@code vector}, for queries by maximum inner product.
 * The commit's user data say which {@code manifest} it was.
 */
final class LuceneExport implements IndexExport {

    private final Directory directory;
    private final IndexWriter writer;

    LuceneExport(Path directory, Manifest manifest) throws IOException {
        if (manifest.dimension() > KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS) {
            throw new IllegalArgumentException("vectors of %d numbers, Lucene takes %d at most; choose another format"
                    .formatted(manifest.dimension(), KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS));
        }
        this.directory = FSDirectory.open(directory);
        this.writer = new IndexWriter(this.directory, new IndexWriterConfig(new StandardAnalyzer()));
        writer.setLiveCommitData(Map.of("manifest", manifest.id().toString()).entrySet());
    }

    @Override
    public void add(Segment.Row row) throws IOException {
        Document document = new Document();
        document.add(new StringField("id", row.id().value(), Field.Store.YES));
        document.add(new LongField("version", row.version(), Field.Store.YES));
        document.add(new TextField("text", row.text(), Field.Store.YES));
        row.scope().ifPresent(scope -> document.add(new StringField("scope", scope, Field.Store.YES)));
        row.attributes()
                .values()
                .forEach((name, values) -> values.forEach(
                        value -> document.add(new StringField("attribute." + name, value, Field.Store.YES))));
        document.add(new KnnFloatVectorField("vector", row.vector(), VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT));
        writer.addDocument(document);
    }

    @Override
    public void close() throws IOException {
        try (directory;
                writer) {
            writer.commit();
        }
    }
}
