package io.remine.state.index;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.NeighborArray;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * A graph as one search walks it. Where it comes to a node, the vectors of all neighbours are touched before the first is
 * multiplied: the processor then fetches them from memory side by side, not one after the other.
 */
final class GraphWalk extends HnswGraph {

    private final OnHeapHnswGraph graph;
    private final VectorGraph.Vectors vectors;
    private NeighborArray neighbours;
    private int next;

    @SuppressWarnings("UnusedVariable") // without a use the compiler would leave out what is touched
    private int touched;

    GraphWalk(OnHeapHnswGraph graph, VectorGraph.Vectors vectors) {
        this.graph = graph;
        this.vectors = vectors;
    }

    @Override
    public void seek(int level, int node) {
        neighbours = graph.getNeighbors(level, node);
        next = 0;
        int[] nodes = neighbours.nodes();
        for (int i = 0; i < neighbours.size(); i++) {
            touched += vectors.touch(nodes[i]);
        }
    }

    @Override
    public int nextNeighbor() {
        return next < neighbours.size() ? neighbours.nodes()[next++] : DocIdSetIterator.NO_MORE_DOCS;
    }

    @Override
    public int size() {
        return graph.size();
    }

    @Override
    public int numLevels() throws IOException {
        return graph.numLevels();
    }

    @Override
    public int entryNode() throws IOException {
        return graph.entryNode();
    }

    @Override
    public NodesIterator getNodesOnLevel(int level) throws IOException {
        return graph.getNodesOnLevel(level);
    }
}
