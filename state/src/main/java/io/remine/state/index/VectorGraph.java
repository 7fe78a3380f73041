package io.remine.state.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * A hierarchical navigable small world graph (Malkov and Yashunin 2018) over numbered vectors, by inner product, in Lucene's
 * implementation. It holds links only: whoever builds or searches it says where the vectors are. Immutable once built, for
 * any number of threads.
 */
final class VectorGraph {

    /** M of the paper: links of a node on each level, twice as many on the lowest. */
    private static final int LINKS = 16;

    /**
     * efConstruction of the paper: candidates from which a new node's links are chosen. With too few a node may come to lie in
     * a wrong place, where no search finds it, however long it looks.
     */
    private static final int CONSTRUCTION_CANDIDATES = 240;

    private static final long SEED = 42; // of the nodes' levels: the same vectors make the same graph

    private final OnHeapHnswGraph graph;

    private VectorGraph(OnHeapHnswGraph graph) {
        this.graph = graph;
    }

    /** The vectors of a graph's nodes; any number of threads may ask. */
    interface Vectors {

        /** The inner products of a node's vector with others. */
        RowProduct products(int node);

        /** Has the processor fetch a node's vector; gives some number. */
        int touch(int node);

        /** The inner product of a node's vector with a query. */
        float product(int node, RowProduct query);
    }

    /** Takes a node that was found. */
    interface NodeConsumer {

        void accept(int node, float product);
    }

    /**
     * Links nodes 0 to before {@code nodes}, on the caller's thread: a millisecond or three for each.
     *
     * @throws CancellationException soon after {@code cancelled} says so
     */
    static VectorGraph build(int nodes, Vectors vectors, BooleanSupplier cancelled) {
        try {
            HnswGraphBuilder builder =
                    HnswGraphBuilder.create(scorers(nodes, vectors), LINKS, CONSTRUCTION_CANDIDATES, SEED, nodes);
            for (int node = 0; node < nodes; node++) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("graph given up at node %d of %d".formatted(node, nodes));
                }
                builder.addGraphNode(node);
            }
            return new VectorGraph(builder.getCompletedGraph());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not throw it
        }
    }

    int nodes() {
        return graph.size();
    }

    /**
     * Looks for the nodes whose vectors are likely those with the largest inner products.
     *
     * @param count how many are looked for, ef of the paper: the more, the likelier the best are among them
     * @param accepted which nodes may be found; the others only lead on
     * @param maxScores after so many inner products it gives up
     * @param found receives the nodes and their inner products, the largest first
     * @return false if it gave up
     */
    boolean search(
            float[] query, Vectors vectors, int count, IntPredicate accepted, int maxScores, NodeConsumer found) {
        try {
            KnnCollector collected = new TopKnnCollector(count, maxScores);
            HnswGraph walk = new GraphWalk(graph, vectors);
            HnswGraphSearcher.search(scorer(new RowProduct(query), nodes(), vectors), collected, walk, bits(accepted));
            if (collected.earlyTerminated()) {
                return false;
            }
            for (ScoreDoc node : collected.topDocs().scoreDocs) {
                found.accept(node.doc, node.score);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Bits bits(IntPredicate accepted) {
        int length = nodes();
        return new Bits() {
            @Override
            public boolean get(int node) {
                return accepted.test(node);
            }

            @Override
            public int length() {
                return length;
            }
        };
    }

    private static RandomVectorScorerSupplier scorers(int nodes, Vectors vectors) {
        return new RandomVectorScorerSupplier() {
            @Override
            public RandomVectorScorer scorer(int node) {
                return VectorGraph.scorer(vectors.products(node), nodes, vectors);
            }

            @Override
            public RandomVectorScorerSupplier copy() {
                return this;
            }
        };
    }

    private static RandomVectorScorer scorer(RowProduct query, int nodes, Vectors vectors) {
        return new RandomVectorScorer() {
            @Override
            public float score(int node) {
                return vectors.product(node, query);
            }

            @Override
            public int maxOrd() {
                return nodes;
            }
        };
    }
}
