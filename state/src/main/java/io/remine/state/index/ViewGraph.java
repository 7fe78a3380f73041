package io.remine.state.index;

import io.remine.state.index.ScopeRuns.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A graph as one view sees it. The graph was built over the rows of this view or an earlier one; here each node has a row, or
 * is dead, because its document was deleted or changed since. Dead nodes still lead on, with vectors that are kept for that;
 * rows without a node are to be searched exactly. Immutable; read while the blocks are held.
 */
final class ViewGraph implements VectorGraph.Vectors {

    /** Dead nodes and rows without a node, to all rows, from which on a new graph is worth its time. */
    private static final double MAX_STALE_SHARE = 0.1;

    private static final int DEAD = -1;

    private final VectorGraph graph;
    private final List<IndexBlock> blocks;
    private final int[] firstRows;
    private final VectorMemory[] memory; // of each block; null for one without rows
    private final int[] rowOf; // of each node, in the view
    private final Map<Integer, float[]> dead; // their vectors
    private final List<List<Run>> unlinked; // of each block, rows without a node, counted in the block

    private ViewGraph(
            VectorGraph graph, List<IndexBlock> blocks, int[] firstRows, int[] rowOf, Map<Integer, float[]> dead) {
        this.graph = graph;
        this.blocks = blocks;
        this.firstRows = firstRows;
        this.memory = memory(blocks);
        this.rowOf = rowOf;
        this.dead = dead;
        this.unlinked = unlinked(blocks, firstRows, rowOf);
    }

    /** Whether blocks that lie like these can be read node by node. */
    static boolean canRead(List<IndexBlock> blocks) {
        return blocks.stream().allMatch(block -> !block.isCoded() && VectorMemory.isReadable(block.vectors()));
    }

    /**
     * Builds the graph of all rows, on the caller's thread.
     *
     * @param blocks with rows, readable; held by the caller
     * @throws java.util.concurrent.CancellationException soon after {@code cancelled} says so
     */
    static ViewGraph build(List<IndexBlock> blocks, int[] firstRows, BooleanSupplier cancelled) {
        int rows = firstRows[blocks.size()];
        int[] rowOf = new int[rows];
        Arrays.setAll(rowOf, node -> node);
        ViewGraph toBe = new ViewGraph(null, blocks, firstRows, rowOf, Map.of());
        return new ViewGraph(VectorGraph.build(rows, toBe, cancelled), blocks, firstRows, rowOf, Map.of());
    }

    /**
     * The same graph as a later view sees it; both are held.
     *
     * @param placeOf for each of this view's blocks, the place of the later one's of the same bucket, or -1
     */
    ViewGraph carried(int[] placeOf, List<IndexBlock> laterBlocks, int[] laterFirstRows) {
        int[] laterRowOf = new int[rowOf.length];
        Map<Integer, float[]> laterDead = new HashMap<>(dead);
        for (int node = 0; node < rowOf.length; node++) {
            laterRowOf[node] = rowOf[node] == DEAD ? DEAD : laterRow(rowOf[node], placeOf, laterBlocks, laterFirstRows);
            if (laterRowOf[node] == DEAD && rowOf[node] != DEAD) {
                laterDead.put(node, vector(rowOf[node]));
            }
        }
        return new ViewGraph(graph, laterBlocks, laterFirstRows, laterRowOf, laterDead);
    }

    private float[] vector(int row) {
        int block = RowNumbers.block(firstRows, row);
        float[] vector = new float[memory[block].dimension()];
        memory[block].read(row - firstRows[block], 1, vector);
        return vector;
    }

    private int laterRow(int row, int[] placeOf, List<IndexBlock> laterBlocks, int[] laterFirstRows) {
        int place = RowNumbers.block(firstRows, row);
        if (placeOf[place] < 0) {
            return DEAD;
        }
        int inBlock = row - firstRows[place];
        IndexBlock block = blocks.get(place);
        IndexBlock later = laterBlocks.get(placeOf[place]);
        if (block == later) {
            return laterFirstRows[placeOf[place]] + inBlock;
        }
        int found = later.rowOf(block, inBlock);
        return found >= 0 && later.version(found) == block.version(inBlock)
                ? laterFirstRows[placeOf[place]] + found
                : DEAD;
    }

    /** Whether so much has changed that a new graph is due. */
    boolean isStale() {
        return dead.size() + (double) unlinkedRows() > MAX_STALE_SHARE * firstRows[blocks.size()];
    }

    /** How many rows of the view the graph leads to. */
    int linkedRows() {
        return firstRows[blocks.size()] - unlinkedRows();
    }

    /** Rows of a block that the graph does not lead to, counted in the block. */
    List<Run> unlinked(int block) {
        return unlinked.get(block);
    }

    /**
     * Looks for rows of the view that are likely among the best; see {@link VectorGraph#search}.
     *
     * @param chosen rows of the view; null for all
     * @param best receives the rows found
     * @return false if it gave up
     */
    boolean search(float[] query, int count, BitSet chosen, int maxScores, BestRows best) {
        return graph.search(
                query,
                this,
                count,
                node -> rowOf[node] != DEAD && (chosen == null || chosen.get(rowOf[node])),
                maxScores,
                (node, score) -> best.add(score, rowOf[node]));
    }

    @Override
    public RowProduct products(int node) {
        int row = rowOf[node];
        if (row == DEAD) {
            return new RowProduct(dead.get(node));
        }
        int block = RowNumbers.block(firstRows, row);
        return new RowProduct(memory[block], row - firstRows[block]);
    }

    @Override
    public int touch(int node) {
        int row = rowOf[node];
        if (row == DEAD) {
            return 0;
        }
        int block = RowNumbers.block(firstRows, row);
        return memory[block].touch(row - firstRows[block]);
    }

    @Override
    public float product(int node, RowProduct query) {
        int row = rowOf[node];
        if (row == DEAD) {
            return query.with(dead.get(node));
        }
        int block = RowNumbers.block(firstRows, row);
        return query.with(memory[block], row - firstRows[block]);
    }

    private int unlinkedRows() {
        return unlinked.stream().flatMap(List::stream).mapToInt(Run::rows).sum();
    }

    private static VectorMemory[] memory(List<IndexBlock> blocks) {
        return blocks.stream()
                .map(block -> block.rows() == 0 ? null : new VectorMemory(block.vectors()))
                .toArray(VectorMemory[]::new);
    }

    private static List<List<Run>> unlinked(List<IndexBlock> blocks, int[] firstRows, int[] rowOf) {
        BitSet linked = new BitSet();
        Arrays.stream(rowOf).filter(row -> row != DEAD).forEach(linked::set);
        List<List<Run>> unlinked = new ArrayList<>();
        for (int block = 0; block < blocks.size(); block++) {
            List<Run> runs = new ArrayList<>();
            int end = firstRows[block + 1];
            int begin = linked.nextClearBit(firstRows[block]);
            while (begin < end) {
                int next = linked.nextSetBit(begin);
                int until = next < 0 ? end : Math.min(next, end);
                runs.add(new Run(begin - firstRows[block], until - firstRows[block]));
                begin = linked.nextClearBit(until);
            }
            unlinked.add(runs);
        }
        return unlinked;
    }
}
