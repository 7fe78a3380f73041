package io.remine.state.index;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import io.remine.state.tensor.PyTorch;
import java.util.Objects;

/** On which device the vectors of a view lie, and how exactly. */
public record Placement(Device device, BlockPrecision precision) {

    public Placement {
        Objects.requireNonNull(device);
        Objects.requireNonNull(precision);
        if (precision == BlockPrecision.CODES && device.isGpu()) {
            throw new IllegalArgumentException(
                    "codes on %s; they are searched on the CPU only, keep single or half there".formatted(device));
        }
    }

    /** What suits the device: half precision on a GPU, whose memory is dear and quick at it, else single. */
    public static Placement on(Device device) {
        return new Placement(device, device.isGpu() ? BlockPrecision.HALF : BlockPrecision.SINGLE);
    }

    /** The type in which vectors lie there that are written in this one. */
    DataType type(DataType written) {
        boolean half = precision == BlockPrecision.HALF || (!device.isGpu() && written == DataType.FLOAT16);
        return half ? DataType.FLOAT16 : DataType.FLOAT32;
    }

    /** {@link #on} the default device. */
    public static Placement standard() {
        return on(PyTorch.defaultDevice());
    }
}
