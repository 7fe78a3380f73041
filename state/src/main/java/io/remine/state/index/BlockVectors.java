package io.remine.state.index;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The vectors of a block. On the CPU those that lie in mapped files stay there, and the engine gets to see them when somebody
 * first asks: who follows an index and does not search it loads no engine. A block that took an earlier one's place is made as
 * ready as that one was, so that searches need not wait for it.
 *
 * <p>Any number of threads may ask; whoever closes this asks no more.
 */
final class BlockVectors implements AutoCloseable {

    /** Most numbers of a block that become single precision once and for all: memory is little, and a core's cache holds them. */
    private static final int MAX_WIDENED = 1 << 20;

    private static final int GONE = -1;
    private static final int[] NONE = {};

    /** Of so many rows of the first segment, or of the block, one at most may be gone, or added, before all are put together. */
    private static final int ROWS_FOR_EACH_APART = 4;

    private final Placement placement;
    private final Shape shape; // [rows, dimension]
    private final DataType type;

    private List<VectorTensors> segments = List.of(); // in mapped files; empty if that is not where they are
    private SourceRows rows = SourceRows.NONE; // of the block, in the segments
    private NDManager manager; // of all that follows; null before there is any
    private volatile List<NDArray> sources; // the segments as arrays, or all vectors in one
    private volatile List<Piece> pieces;
    private volatile NDArray whole;

    /**
     * Some vectors of the block.
     *
     * @param vectors [rows, dimension]
     * @param rows of the block, for each of the piece's; null if they are the same
     * @param gone the piece's rows that are none of the block's
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Piece(NDArray vectors, int[] rows, int[] gone) {}

    private BlockVectors(Placement placement, Shape shape, DataType type) {
        this.placement = placement;
        this.shape = shape;
        this.type = type;
    }

    /**
     * Some rows of a block and of segments.
     *
     * @param before the vectors of the block, held by the caller; null if there is none
     * @param added not empty, unless there is a block
     * @param chosen numbered through the block, then each segment
     * @param inSegments the same rows, in the block's segments, then those added
     */
    static BlockVectors of(
            BlockVectors before,
            List<VectorTensors> added,
            int[] chosen,
            SourceRows inSegments,
            int dimension,
            Placement placement) {
        boolean stay = (before == null || !before.segments.isEmpty())
                && added.stream().allMatch(segment -> staysIn(segment, placement));
        List<VectorTensors> all = new ArrayList<>(before == null ? List.of() : before.segments);
        all.addAll(added);
        boolean inHalves = all.stream().allMatch(segment -> segment.type() == DataType.FLOAT16)
                && (stay ? (long) chosen.length * dimension > MAX_WIDENED : before == null || before.isInHalves());
        BlockVectors vectors = new BlockVectors(
                placement,
                new Shape(chosen.length, dimension),
                placement.type(inHalves ? DataType.FLOAT16 : DataType.FLOAT32));
        if (!stay) {
            vectors.copy(before, added, chosen);
            return vectors;
        }
        vectors.segments = all;
        vectors.rows = inSegments;
        if (before != null && before.pieces != null) {
            vectors.pieces();
        }
        if (before != null && before.whole != null) {
            vectors.whole();
        }
        return vectors;
    }

    /** Whether a segment's file is as good a place for its vectors as any. */
    private static boolean staysIn(VectorTensors segment, Placement placement) {
        return !placement.device().isGpu() && segment.areMapped() && placement.type(segment.type()) == segment.type();
    }

    /** [rows, dimension], on the block's device, in the order of its rows; to be read only, and only until this is closed. */
    NDArray whole() {
        NDArray now = whole;
        return now != null ? now : makeWhole();
    }

    /** The same vectors, in any order, where they lie. */
    List<Piece> pieces() {
        List<Piece> now = pieces;
        return now != null ? now : makePieces();
    }

    /** Arrays that hold them all, for a look at some. */
    List<NDArray> sources() {
        List<NDArray> now = sources;
        return now != null ? now : makeSources();
    }

    /** Which of the {@link #sources} holds the vector of a row. */
    int source(int row) {
        return segments.isEmpty() ? 0 : rows.source(row);
    }

    /** Where in its source it is. */
    int rowOf(int source, int row) {
        return segments.isEmpty() ? row : rows.rowOf(source, row);
    }

    /** What they take of the device's memory. */
    long bytes() {
        return shape.size() * type.getNumOfBytes();
    }

    @Override
    public synchronized void close() {
        if (manager != null) {
            manager.close();
        }
    }

    private synchronized List<NDArray> makeSources() {
        if (sources == null) {
            sources = segments.stream().map(this::source).toList();
        }
        return sources;
    }

    private NDArray source(VectorTensors segment) {
        NDArray written = segment.load(manager());
        NDArray source = written.toType(type, false);
        if (source != written) {
            written.close();
        }
        return source;
    }

    private boolean isInHalves() {
        return type == DataType.FLOAT16;
    }

    private synchronized NDArray makeWhole() {
        if (whole == null) {
            boolean isFirst = RowNumbers.areAll(rows.numbers(), segments.get(0).rows());
            whole = isFirst
                    ? sources().get(0)
                    : gathered(IntStream.range(0, rows.count()).toArray(), type);
        }
        return whole;
    }

    private synchronized List<Piece> makePieces() {
        if (pieces == null) {
            int first = segments.get(0).rows();
            int[] numbers = rows.numbers();
            boolean isFirst = RowNumbers.areAll(numbers, first);
            if (isFirst || numbers.length == 0) {
                NDArray all = isFirst ? sources().get(0) : whole(); // later blocks would copy what is whole()
                pieces = List.of(new Piece(all, null, NONE));
                return pieces;
            }
            int[] rowsOfFirst = new int[first];
            Arrays.fill(rowsOfFirst, GONE);
            for (int row = 0; row < numbers.length; row++) {
                if (numbers[row] < first) {
                    rowsOfFirst[numbers[row]] = row;
                }
            }
            int[] gone = IntStream.range(0, first)
                    .filter(place -> rowsOfFirst[place] == GONE)
                    .toArray();
            int[] apart = IntStream.range(0, numbers.length)
                    .filter(row -> numbers[row] >= first)
                    .toArray();
            boolean mostlyFirst = (long) gone.length * ROWS_FOR_EACH_APART <= first
                    && (long) apart.length * ROWS_FOR_EACH_APART <= numbers.length;
            if (!mostlyFirst) {
                pieces = List.of(new Piece(whole(), null, NONE));
            } else if (apart.length == 0) {
                pieces = List.of(new Piece(sources().get(0), rowsOfFirst, gone));
            } else {
                pieces = List.of(
                        new Piece(sources().get(0), rowsOfFirst, gone), new Piece(gathered(apart, type), apart, NONE));
            }
        }
        return pieces;
    }

    /** Some rows of the block, copied. */
    private NDArray gathered(int[] some, DataType wanted) {
        if (some.length == 0) {
            return manager().zeros(new Shape(0, shape.get(1)), wanted);
        }
        int[] sourceOf = IntStream.of(some).map(this::source).toArray();
        int[] rowOf = IntStream.range(0, some.length)
                .map(i -> rowOf(sourceOf[i], some[i]))
                .toArray();
        return RowGather.gather(sources(), sourceOf, rowOf, wanted, manager());
    }

    private synchronized NDManager manager() {
        if (manager == null) {
            manager = PyTorch.newManager(placement.device());
        }
        return manager;
    }

    /** Puts all vectors together on the device. */
    private void copy(BlockVectors before, List<VectorTensors> added, int[] chosen) {
        boolean done = false;
        try (NDManager scope = manager().newSubManager()) {
            List<NDArray> from = new ArrayList<>();
            if (before != null) {
                from.add(before.whole());
            }
            added.forEach(segment -> from.add(placed(segment, scope)));
            whole = chosen(from, chosen);
            sources = List.of(whole);
            pieces = List.of(new Piece(whole, null, NONE));
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private NDArray placed(VectorTensors vectors, NDManager scope) {
        try (NDManager host = PyTorch.newManager(Device.cpu())) {
            NDArray written = vectors.load(host);
            DataType wanted = placement.type(written.getDataType());
            NDArray rounded;
            if (written.getDataType() != wanted) {
                rounded = written.toType(wanted, true);
            } else if (placement.device().isGpu()) {
                rounded = written;
            } else {
                rounded = written.duplicate(); // out of memory that Java frees when the array over it is gone
            }
            NDArray placed = rounded.toDevice(placement.device(), false);
            placed.attach(scope);
            return placed;
        }
    }

    private NDArray chosen(List<NDArray> from, int[] chosen) {
        int[] begins = new int[from.size() + 1];
        for (int i = 0; i < from.size(); i++) {
            begins[i + 1] = begins[i] + Math.toIntExact(from.get(i).getShape().get(0));
        }
        if (chosen.length == 0) {
            return manager().zeros(shape, type);
        }
        NDArray only = from.get(0);
        if (from.size() == 1 && only.getDataType() == type && RowNumbers.areAll(chosen, begins[1])) {
            only.attach(manager());
            return only;
        }
        int[] sourceOf =
                IntStream.of(chosen).map(row -> RowNumbers.block(begins, row)).toArray();
        int[] rowOf = IntStream.range(0, chosen.length)
                .map(i -> chosen[i] - begins[sourceOf[i]])
                .toArray();
        return RowGather.gather(from, sourceOf, rowOf, type, manager());
    }
}
