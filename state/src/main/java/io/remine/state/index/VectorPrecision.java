package io.remine.state.index;

import io.remine.state.tensor.Tensor;

/** How a segment writes the numbers of its vectors; they are read into single precision whichever it is. */
public enum VectorPrecision {
    /** 2 bytes a number, rounded to 11 significant bits: enough to rank unit vectors by. */
    HALF(Tensor.Type.F16),
    /** 4 bytes a number, exact. */
    SINGLE(Tensor.Type.F32);

    private final Tensor.Type type;

    VectorPrecision(Tensor.Type type) {
        this.type = type;
    }

    Tensor write(String name, float[] values, long... shape) {
        return type == Tensor.Type.F16 ? Tensor.halves(name, values, shape) : Tensor.of(name, values, shape);
    }
}
