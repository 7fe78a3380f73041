package io.remine.state.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
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

    /** Runs the body with operations on parameters remembered for {@link #of}. */
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
     * The derivative of a loss by each parameter, from its derivative by an output; forgets what was recorded. Nothing is
     * left in the parameters: libtorch would add each step's gradient to the one before, which must be zeros then.
     *
     * @param output computed from every one of the parameters inside {@link #recording}
     * @param derivative of the loss by each number of the output; ones if the output is the loss // the output's shape
     * @return one for each parameter, of its shape; belong to the output's manager
     */
    public static NDList of(NDArray output, NDArray derivative, List<NDArray> parameters) {
        if (!derivative.getShape().equals(output.getShape())) {
            throw new IllegalArgumentException("derivative of shape %s by an array of shape %s"
                    .formatted(derivative.getShape(), output.getShape()));
        }
        NDList arguments = new NDList();
        TorchScript.add(arguments, "output", List.of(output));
        TorchScript.add(arguments, "derivative", List.of(derivative));
        TorchScript.add(arguments, "parameters", parameters);
        return withoutGradients(() -> Backward.SCRIPT.run(arguments));
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

    /** Compiled when something first asks for it. */
    private static final class Backward {

        static final TorchScript SCRIPT = new TorchScript(
                """
                class Script(Module):
                  __parameters__ = []
                  __buffers__ = []

                  def forward(self: __torch__.Script, output: List[Tensor], derivative: List[Tensor], parameters: List[Tensor]) -> List[Tensor]:
                    seeds = annotate(List[Optional[Tensor]], [derivative[0]])
                    gradients = annotate(List[Tensor], [])
                    for gradient in torch.grad(output, parameters, seeds):
                      gradients = torch.append(gradients, torch.contiguous(unchecked_cast(Tensor, gradient)))
                    return gradients
                """);
    }
}
