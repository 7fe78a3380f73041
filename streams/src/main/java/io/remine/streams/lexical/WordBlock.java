package io.remine.streams.lexical;

import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.resource.ReferenceCount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.PrimitiveIterator;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;

/**
 * The words of one bucket's documents, as a Lucene index in memory. Immutable, and shared by every view whose manifest lists the
 * same segments. Lucene's numbers of documents are places in the bucket, because one thread writes them and nothing is merged.
 */
final class WordBlock {

    private static final double WRITE_BUFFER_MEGABYTES = 64;

    private final DirectoryReader reader;
    private final ReferenceCount references;

    private WordBlock(DirectoryReader reader) {
        this.reader = reader;
        this.references = new ReferenceCount(() -> close(reader));
    }

    static WordBlock build(IndexView view, Manifest.Bucket bucket) throws IOException {
        Directory memory = new ByteBuffersDirectory();
        IndexWriterConfig config = new IndexWriterConfig(WordFields.analyzer())
                .setMergePolicy(NoMergePolicy.INSTANCE)
                .setRAMBufferSizeMB(WRITE_BUFFER_MEGABYTES);
        try (IndexWriter writer = new IndexWriter(memory, config)) {
            PrimitiveIterator.OfInt rows = view.rowsOf(bucket).iterator();
            while (rows.hasNext()) {
                writer.addDocument(WordFields.document(view, rows.nextInt()));
            }
        }
        return new WordBlock(DirectoryReader.open(memory));
    }

    DirectoryReader reader() {
        return reader;
    }

    boolean retain() {
        return references.retain();
    }

    void release() {
        references.release();
    }

    private static void close(DirectoryReader reader) {
        try {
            reader.close();
            reader.directory().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
