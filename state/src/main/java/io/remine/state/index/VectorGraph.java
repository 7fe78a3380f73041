package io.remine.state.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.Bits;
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
     * efConstruction of the paper: candidates from which a new node's links are chosen. With too few a node may come to lie in a wrong
     * place, where no search finds it, however long it looks.
     */
    private static final int CONSTRUCTION_CANDIDATES = 120;

    private static final long SEED = 42; // of the nodes' levels: the same vectors make the same graph

    private final OnHeapHnswGraph graph;

    private VectorGraph(OnHeapHnswGraph graph) {
        this.graph = graph;
    }

    /** The vectors of a graph's nodes. */
    interface Vectors {

        int dimension();

        /** Fills {@code vector} with that of a node; any number of threads may ask. */
        void read(int node, float[] vector);

        /** The inner product of a node's vector with a query. */
        float product(int node, RowProduct query);
    }

    /**
     * Links nodes 0 to before {@code nodes}, on the caller's thread: a millisecond or two for each.
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
     * Nodes whose vectors are likely those with the largest inner products, rising by number.
     *
     * @param count how many are looked for, ef of the paper: the more, the likelier the best are among them
     * @param accepted which nodes may be found; the others only lead on
     * @param maxScores after so many inner products it gives up
     * @return null if it gave up
     */
    int[] search(float[] query, Vectors vectors, int count, IntPredicate accepted, int maxScores) {
        try {
            KnnCollector found =
                    HnswGraphSearcher.search(scorer(query, nodes(), vectors), count, graph, bits(accepted), maxScores);
            if (found.earlyTerminated()) {
                return null;
            }
            int[] best = Arrays.stream(found.topDocs().scoreDocs)
                    .mapToInt(node -> node.doc)
                    .toArray();
            Arrays.sort(best);
            return best;
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
                float[] query = new float[vectors.dimension()];
                vectors.read(node, query);
                return VectorGraph.scorer(query, nodes, vectors);
            }

            @Override
            public RandomVectorScorerSupplier copy() {
                return this;
            }
        };
    }

    private static RandomVectorScorer scorer(float[] query, int nodes, Vectors vectors) {
        RowProduct product = new RowProduct(query);
        return new RandomVectorScorer() {
            @Override
            public float score(int node) {
                return vectors.product(node, product);
            }

            @Override
            public int maxOrd() {
                return nodes;
            }
        };
    }
}
