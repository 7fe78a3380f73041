package io.remine.state.index;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.blob.BlobSource;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.record.Attributes;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Scopes;
import io.remine.state.resource.ReferenceCount;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The index that one manifest describes, ready to be searched: immutable but for a graph that may come later, in the memory
 * of one device.
 *
 * <p>Rows are numbered from 0 through the buckets, by rising bucket, scope and age within it; a number means something only to the
 * view that gave it. Successive views share the blocks of buckets that did not change. All methods may be called from any
 * thread. A view may be closed while others search it: they finish, what is called later is refused, and the memory goes
 * when the last one is done.
 */
public final class IndexView implements AutoCloseable {

    private final Manifest manifest;
    private final Placement placement;
    private final Map<Integer, IndexBlock> blockOf;
    private final List<IndexBlock> blocks;
    private final int[] firstRows; // of each block, and the number of all rows
    private final ReferenceCount references = new ReferenceCount(this::releaseBlocks);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile ViewGraph graph; // null until there is one; changes no exact search

    private IndexView(Manifest manifest, Placement placement, Map<Integer, IndexBlock> blockOf) {
        this.manifest = manifest;
        this.placement = placement;
        this.blockOf = blockOf;
        this.blocks = manifest.buckets().stream()
                .map(bucket -> blockOf.get(bucket.number()))
                .toList();
        this.firstRows = new int[blocks.size() + 1];
        for (int i = 0; i < blocks.size(); i++) {
            firstRows[i + 1] = Math.addExact(firstRows[i], blocks.get(i).rows());
        }
    }

    /** {@link #build(IndexView, Manifest, BlobSource, Placement)} on the default device. */
    public static IndexView build(IndexView previous, Manifest manifest, BlobSource blobs) throws IOException {
        return build(previous, manifest, blobs, Placement.standard());
    }

    /**
     * Builds the view that the manifest describes.
     *
     * @param previous a view to share unchanged blocks with, null for none; it may be closed by now
     * @throws CorruptDataException if a segment is not what the manifest says; nothing is left behind
     * @throws IOException if a segment cannot be read
     */
    public static IndexView build(IndexView previous, Manifest manifest, BlobSource blobs, Placement placement)
            throws IOException {
        return new IndexView(manifest, placement, ManifestBlocks.build(previous, manifest, blobs, placement));
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Where the vectors lie, and how exactly. */
    public Placement placement() {
        return placement;
    }

    /** What the vectors take of the device's memory. */
    public long vectorBytes() {
        return blocks.stream().mapToLong(IndexBlock::vectorBytes).sum();
    }

    /** Whether {@link #search(NDArray, int)} misses no row: it may where {@link BlockPrecision#CODES} are kept. */
    public boolean isExact() {
        return placement.precision() != BlockPrecision.CODES;
    }

    /** How many documents there are. */
    public int rows() {
        return firstRows[blocks.size()];
    }

    /**
     * The rows with the largest inner products: exactly, unless the view keeps {@link BlockPrecision#CODES}. Equal scores come in
     * the order of rows; which rows are taken of those that equal the last score is the engine's choice. Nothing is recorded for gradients.
     *
     * @param queries [queries, dimension], in single precision, on the view's device
     * @param k how many for each query, at least 1; all rows if there are fewer
     */
    public Hits search(NDArray queries, int k) {
        check(queries, k);
        if (!isExact()) {
            return search(queries, k, CodedSearch.candidates(k));
        }
        if (rows() == 0) {
            int count = Math.toIntExact(queries.getShape().get(0));
            return new Hits(new int[count][0], new float[count][0]);
        }
        return whileOpen(() -> Gradients.withoutGradients(() -> {
            try (ChosenRows all = new ChosenRows(queries.getManager())) {
                for (int i = 0; i < blocks.size(); i++) {
                    if (blocks.get(i).rows() > 0) {
                        all.add(blocks.get(i), firstRows[i]);
                    }
                }
                return all.search(queries, k);
            }
        }));
    }

    /**
     * The same among the rows that each query may see, {@link Scopes#allow as its scopes say}: others never appear, and there
     * are fewer hits than {@code k} if a query may see fewer.
     *
     * @param scopes for each query its scopes, empty if it may see all rows; equal ones are searched together
     */
    public Hits search(NDArray queries, int k, List<List<String>> scopes) {
        return search(queries, k, scopes, Collections.nCopies(scopes.size(), Filter.NONE));
    }

    /**
     * The same among the rows that also pass each query's filter: there are fewer hits than {@code k} only if fewer rows pass.
     *
     * @param scopes for each query its scopes, empty if it may see all rows
     * @param filters for each query, {@link Filter#NONE} if all rows pass; equal ones are searched together
     */
    public Hits search(NDArray queries, int k, List<List<String>> scopes, List<Filter> filters) {
        check(queries, k);
        checkEach("scopes", scopes, queries);
        checkEach("filters", filters, queries);
        boolean filtered = filters.stream().anyMatch(filter -> !filter.isEmpty());
        boolean scoped = scopes.stream().anyMatch(ofQuery -> !ofQuery.isEmpty())
                && blocks.stream().anyMatch(block -> block.scopes().any());
        if (!filtered && !scoped) {
            return search(queries, k);
        }
        if (!isExact()) {
            return searchCodes(queries, k, CodedSearch.candidates(k), new Restrictions(blocks, scopes, filters));
        }
        return whileOpen(() -> Gradients.withoutGradients(
                () -> RestrictedSearch.search(blocks, firstRows, queries, k, scopes, filters)));
    }

    /**
     * The same by this view's graph, if it has one, query by query, where that is quicker: rows among the best may be missed,
     * those found are what they are said to be, in the order of their exact scores. Without a graph, {@link #search(NDArray, int, List, List)}.
     */
    public Answer searchApproximately(NDArray queries, int k, List<List<String>> scopes, List<Filter> filters) {
        ViewGraph now = graph;
        if (now == null) {
            return new Answer(search(queries, k, scopes, filters), isExact());
        }
        check(queries, k);
        checkEach("scopes", scopes, queries);
        checkEach("filters", filters, queries);
        ApproximateSearch approximate = new ApproximateSearch(blocks, firstRows, now, k);
        return approximate.pays(rows())
                ? whileOpen(() -> Gradients.withoutGradients(() -> approximate.search(queries, scopes, filters)))
                : new Answer(search(queries, k, scopes, filters), true);
    }

    /** How many rows {@link #searchApproximately} finds by a graph, which a {@link GraphBuilder} builds; 0 before. */
    public int linkedRows() {
        ViewGraph now = graph;
        return now == null ? 0 : now.linkedRows();
    }

    /** Whether a thread searches it now, or reads its vectors. */
    public boolean isInUse() {
        return references.isShared();
    }

    /** Whether a graph is to be built, and can be over vectors that lie like these. */
    boolean needsGraph() {
        ViewGraph now = graph;
        return rows() > 0 && (now == null || now.isStale()) && ViewGraph.canRead(blocks);
    }

    /** Builds a graph over this view's rows; see {@link ViewGraph#build}. */
    void buildGraph(BooleanSupplier cancelled) {
        graph = whileOpen(() -> ViewGraph.build(blocks, firstRows, cancelled));
    }

    /** Goes on with the graph of an earlier view, if that has one; both are held. */
    void carryGraph(IndexView earlier) {
        ViewGraph before = earlier.graph;
        if (before != null && manifest.dimension() == earlier.manifest.dimension() && ViewGraph.canRead(blocks)) {
            Map<Integer, Integer> places = new HashMap<>();
            for (int place = 0; place < blocks.size(); place++) {
                places.put(manifest.buckets().get(place).number(), place);
            }
            int[] placeOf = earlier.manifest.buckets().stream()
                    .mapToInt(bucket -> places.getOrDefault(bucket.number(), -1))
                    .toArray();
            graph = before.carried(placeOf, blocks, firstRows);
        }
    }

    /**
     * {@link #search(NDArray, int)} where {@link BlockPrecision#CODES} are kept, with another number of candidates: of so many
     * rows, the best by their codes, the vectors are read. The more, the less is missed; as many as wanted are what the codes
     * alone find.
     *
     * @param candidates at least {@code k}
     */
    public Hits search(NDArray queries, int k, int candidates) {
        check(queries, k);
        Segment.check("candidates", candidates, k, Integer.MAX_VALUE);
        return searchCodes(queries, k, candidates, (query, block) -> null);
    }

    private Hits searchCodes(NDArray queries, int k, int candidates, CodedSearch.Choice choice) {
        float[][] vectors = new float[Math.toIntExact(queries.getShape().get(0))][];
        float[] flat = queries.toFloatArray();
        Arrays.setAll(
                vectors,
                query -> Arrays.copyOfRange(flat, query * manifest.dimension(), (query + 1) * manifest.dimension()));
        return whileOpen(
                () -> new CodedSearch(blocks.stream().map(IndexBlock::coded).toList(), firstRows, vectors)
                        .search(k, candidates, choice, PyTorch.concurrentOperations()));
    }

    /**
     * The vectors of these rows, in their order, repeats included; in single precision.
     *
     * @return [rows, dimension], a copy that belongs to the manager
     */
    public NDArray vectors(NDManager manager, long... rows) {
        if (rows.length == 0) {
            return manager.create(new Shape(0, manifest.dimension()));
        }
        int[] inBlock = new int[rows.length];
        int[] rowInBlock = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            inBlock[i] = block(rows[i]);
            rowInBlock[i] = (int) rows[i] - firstRows[inBlock[i]];
        }
        if (!isExact()) {
            return whileOpen(() -> {
                float[][] vectors = new float[rows.length][];
                Arrays.setAll(vectors, i -> blocks.get(inBlock[i]).coded().vector(rowInBlock[i]));
                return manager.create(vectors);
            });
        }
        return whileOpen(
                () -> Gradients.withoutGradients(() -> RowGather.gather(blocks, inBlock, rowInBlock, manager)));
    }

    /** The rows of one of the manifest's buckets, rising. */
    public IntStream rowsOf(Manifest.Bucket bucket) {
        int block = manifest.buckets().indexOf(bucket);
        if (block < 0) {
            throw new IllegalArgumentException(
                    "bucket %d as given is none of manifest %s".formatted(bucket.number(), manifest.id()));
        }
        return IntStream.range(firstRows[block], firstRows[block + 1]);
    }

    /** The row of a document; empty if the index does not hold it. */
    public OptionalLong rowOf(DocumentId id) {
        StringColumn wanted = StringColumn.of(id.value());
        for (int i = 0; i < blocks.size(); i++) {
            int row = blocks.get(i).rowOf(wanted);
            if (row >= 0) {
                return OptionalLong.of(firstRows[i] + (long) row);
            }
        }
        return OptionalLong.empty();
    }

    /** The document in this row. */
    public DocumentId id(long row) {
        int block = block(row);
        return blocks.get(block).id((int) row - firstRows[block]);
    }

    /** The text of the document in this row; empty if the index keeps no texts. */
    public String text(long row) {
        int block = block(row);
        return blocks.get(block).text((int) row - firstRows[block]);
    }

    /** The scope of the document in this row; absent if every query may see it. */
    public Optional<String> scope(long row) {
        int block = block(row);
        return blocks.get(block).scopes().scope((int) row - firstRows[block]);
    }

    /** What is said of the document in this row. */
    public Attributes attributes(long row) {
        int block = block(row);
        return blocks.get(block).attributes().of((int) row - firstRows[block]);
    }

    /** Whether a query with these scopes may see this row; one without any sees all. */
    public boolean accessible(long row, List<String> scopes) {
        return Scopes.allow(scopes, scope(row));
    }

    /** Lets go of the memory once nobody searches it any more. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            references.release();
        }
    }

    private void check(NDArray queries, int k) {
        Segment.check("dimensions of queries", queries.getShape().dimension(), 2, 2);
        Segment.check("length of a query", queries.getShape().get(1), manifest.dimension(), manifest.dimension());
        Segment.check("k", k, 1, Integer.MAX_VALUE);
    }

    private static void checkEach(String what, List<?> ofQueries, NDArray queries) {
        if (ofQueries.size() != queries.getShape().get(0)) {
            throw new IllegalArgumentException("%s of %d queries for %d queries; give each one its own, empty for all"
                    .formatted(what, ofQueries.size(), queries.getShape().get(0)));
        }
    }

    /** The bucket's block, held for the caller, if a view of the other manifest can use it; else null. */
    IndexBlock retainBlock(int bucket, Manifest other, Placement otherPlacement) {
        boolean alike = manifest.generation().equals(other.generation())
                && manifest.dimension() == other.dimension()
                && placement.equals(otherPlacement);
        IndexBlock block = alike ? blockOf.get(bucket) : null;
        return block != null && block.retain() ? block : null;
    }

    /** The block that holds this row of the view. */
    private int block(long row) {
        if (row < 0 || row >= rows()) {
            throw new IndexOutOfBoundsException(
                    "row %d of %d; rows belong to the view that gave them".formatted(row, rows()));
        }
        return RowNumbers.block(firstRows, (int) row);
    }

    private <T> T whileOpen(Supplier<T> body) {
        if (closed.get() || !references.retain()) {
            throw new IllegalStateException("view of manifest %s is closed".formatted(manifest.id()));
        }
        try {
            return body.get();
        } finally {
            references.release();
        }
    }

    private void releaseBlocks() {
        blocks.forEach(IndexBlock::release);
    }
}
