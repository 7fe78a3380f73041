package io.remine.state.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * Who records gradients: only the thread that says so, and only for as long as it says.
 *
 * <p>libtorch keeps the mode per thread. DJL's own collector keeps one per process and refuses a second at the same time,
 * so that two training tasks in one process would stop each other; it is not used.
 */
public final class Gradients {

    private static final ThreadLocal<Boolean> RECORDING = ThreadLocal.withInitial(() -> {
        PyTorch.limitThreads();
        return false;
    });

    static {
        PyTorch.load();
    }

    private Gradients() {}

    /** Runs the body with operations on parameters remembered for {@link #backward}. */
    public static <T> T recording(Supplier<T> body) {
        return inMode(true, body);
    }

    /** Runs the body with nothing remembered, even inside {@link #recording}. */
    public static <T> T withoutGradients(Supplier<T> body) {
        return inMode(false, body);
    }

    /** Whether the current thread is inside {@link #recording}. */
    public static boolean isRecording() {
        return RECORDING.get();
    }

    /**
     * Adds the derivative of the loss by every parameter it was computed from to that parameter's gradient, and forgets
     * what was recorded.
     *
     * @param loss a single number, computed inside {@link #recording}
     */
    public static void backward(NDArray loss) {
        if (loss.size() != 1) {
            throw new IllegalArgumentException("loss of shape %s, must be one number".formatted(loss.getShape()));
        }
        try (NDArray one = loss.onesLike()) {
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
        }
    }

    /**
     * The same for a loss computed elsewhere: goes backward from its derivative by an array.
     *
     * @param output computed inside {@link #recording} // [rows, columns]
     * @param derivative of the loss by each number of the output
     */
    public static void backward(NDArray output, float[][] derivative) { // [rows, columns]
        try (NDArray seed = withoutGradients(() -> output.getManager().create(derivative))) {
            if (!seed.getShape().equals(output.getShape())) {
                throw new IllegalArgumentException(
                        "derivative of shape %s by an array of shape %s".formatted(seed.getShape(), output.getShape()));
            }
            JniUtils.backward((PtNDArray) output, (PtNDArray) seed, false, false);
        }
    }

    private static <T> T inMode(boolean record, Supplier<T> body) {
        boolean outer = RECORDING.get();
        set(record);
        try {
            return body.get();
        } finally {
            set(outer);
        }
    }

    private static void set(boolean record) {
        RECORDING.set(record);
        JniUtils.setGradMode(record);
    }
}
