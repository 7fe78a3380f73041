package io.remine.streams.lexical;

import io.remine.state.index.Filter;
import io.remine.state.index.Hits;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.similarities.BM25Similarity;

/**
 * The words of a view's documents: rows of the view, ranked by BM25 (Robertson and Zaragoza 2009) with Lucene's k1 = 1.2 and
 * b = 0.75. How rare a word is counts over all buckets, so that scores do not depend on how documents are bucketed. Immutable;
 * successive indexes share the blocks of buckets that did not change. Any thread may search.
 */
public final class WordIndex implements AutoCloseable {

    /** Says on Java 17 to 20, as a warning, that Lucene has no use for the module that Remine's own products use. */
    private static final Logger PROVIDER =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    static {
        PROVIDER.setLevel(Level.SEVERE);
    }

    private final Manifest manifest;
    private final Map<Manifest.Bucket, WordBlock> blocks;
    private final IndexSearcher searcher;

    private WordIndex(Manifest manifest, Map<Manifest.Bucket, WordBlock> blocks) throws IOException {
        this.manifest = manifest;
        this.blocks = blocks;
        IndexReader[] readers = manifest.buckets().stream()
                .map(bucket -> blocks.get(bucket).reader())
                .toArray(IndexReader[]::new);
        searcher = new IndexSearcher(new MultiReader(readers, false)); // blocks close themselves
        searcher.setSimilarity(new BM25Similarity());
        searcher.setQueryCache(null); // it is one for the whole process, and would keep what is closed
    }

    /**
     * Builds the index of a view's words.
     *
     * @param previous one to share unchanged blocks with, null for none; not closed
     */
    static WordIndex build(WordIndex previous, IndexView view) throws IOException {
        Map<Manifest.Bucket, WordBlock> blocks = new HashMap<>();
        boolean built = false;
        try {
            for (Manifest.Bucket bucket : view.manifest().buckets()) {
                WordBlock shared = previous == null ? null : previous.blocks.get(bucket);
                boolean kept = shared != null && shared.retain();
                blocks.put(bucket, kept ? shared : WordBlock.build(view, bucket));
            }
            WordIndex index = new WordIndex(view.manifest(), blocks);
            built = true;
            return index;
        } finally {
            if (!built) {
                blocks.values().forEach(WordBlock::release);
            }
        }
    }

    /** Of the view whose words these are. */
    Manifest manifest() {
        return manifest;
    }

    /**
     * The rows with the best scores that have a word of the query, may be seen by it and pass the filter: fewer than {@code k} if
     * there are fewer.
     *
     * @param scopes empty: all documents
     * @return for the one query
     */
    public Hits search(String query, int k, List<String> scopes, Filter filter) {
        try {
            ScoreDoc[] found = searcher.search(WordFields.query(query, scopes, filter), k).scoreDocs;
            int[] rows = new int[found.length];
            float[] scores = new float[found.length];
            for (int i = 0; i < found.length; i++) {
                rows[i] = found[i].doc;
                scores[i] = found[i].score;
            }
            return new Hits(new int[][] {rows}, new float[][] {scores});
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the words of manifest " + manifest.id(), e);
        }
    }

    /** Of one of the manifest's buckets, by its place there. */
    WordBlock block(int place) {
        return blocks.get(manifest.buckets().get(place));
    }

    /** Nobody may be searching. */
    @Override
    public void close() {
        blocks.values().forEach(WordBlock::release);
    }
}
