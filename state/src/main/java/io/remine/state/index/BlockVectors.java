package io.remine.state.index;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;

/**
 * The vectors of a block, in the order of its rows. On the CPU those that lie in mapped files are shown to the engine when
 * somebody first asks for them: who follows an index and does not search it loads no engine.
 *
 * <p>Any number of threads may ask; whoever closes this asks no more.
 */
final class BlockVectors implements AutoCloseable {

    private final Placement placement;
    private final Shape shape; // [rows, dimension]
    private final DataType type;
    private NDManager manager; // of what was made; null before
    private Parts parts; // what they are made of; null after
    private volatile NDArray made;

    /** @param rows of the block, in the segments */
    private record Parts(List<VectorTensors> segments, SourceRows rows) {}

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
        boolean canWait = !placement.device().isGpu() && added.stream().allMatch(VectorTensors::areMapped);
        Parts earlier = before == null ? new Parts(List.of(), SourceRows.NONE) : before.parts();
        boolean inHalves = (before == null || before.type == DataType.FLOAT16)
                && added.stream().allMatch(VectorTensors::areHalves);
        BlockVectors vectors = new BlockVectors(
                placement,
                new Shape(chosen.length, dimension),
                placement.type(inHalves ? DataType.FLOAT16 : DataType.FLOAT32));
        if (canWait && earlier != null) {
            List<VectorTensors> segments = new ArrayList<>(earlier.segments());
            segments.addAll(added);
            vectors.parts = new Parts(segments, inSegments);
        } else {
            vectors.make(before, added, chosen);
        }
        return vectors;
    }

    /** [rows, dimension], on the block's device; to be read only, and only until this is closed. */
    NDArray get() {
        NDArray now = made;
        return now != null ? now : make();
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

    /** Null if they were made. */
    private synchronized Parts parts() {
        return parts;
    }

    private synchronized NDArray make() {
        if (made == null) {
            make(null, parts.segments(), parts.rows().numbers());
            parts = null;
        }
        return made;
    }

    private void make(BlockVectors before, List<VectorTensors> added, int[] chosen) {
        NDManager kept = PyTorch.newManager(placement.device());
        try (NDManager scope = kept.newSubManager()) {
            List<NDArray> sources = new ArrayList<>();
            if (before != null) {
                sources.add(before.get());
            }
            added.forEach(segment -> sources.add(placed(segment, scope)));
            made = chosen(sources, chosen, kept);
            manager = kept;
        } finally {
            if (manager != kept) {
                kept.close();
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
            } else if (vectors.areMapped() || placement.device().isGpu()) {
                rounded = written;
            } else {
                rounded = written.duplicate(); // out of memory that Java frees when the array over it is gone
            }
            NDArray placed = rounded.toDevice(placement.device(), false);
            placed.attach(scope);
            return placed;
        }
    }

    private NDArray chosen(List<NDArray> sources, int[] chosen, NDManager kept) {
        int[] begins = new int[sources.size() + 1];
        for (int i = 0; i < sources.size(); i++) {
            begins[i + 1] =
                    begins[i] + Math.toIntExact(sources.get(i).getShape().get(0));
        }
        if (chosen.length == 0) {
            return kept.zeros(shape, type);
        }
        NDArray only = sources.get(0);
        if (sources.size() == 1 && only.getDataType() == type && RowNumbers.areAll(chosen, begins[1])) {
            only.attach(kept);
            return only;
        }
        int[] sourceOf = new int[chosen.length];
        int[] rowOf = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            sourceOf[i] = RowNumbers.block(begins, chosen[i]);
            rowOf[i] = chosen[i] - begins[sourceOf[i]];
        }
        return RowGather.gather(sources, sourceOf, rowOf, type, kept);
    }
}
