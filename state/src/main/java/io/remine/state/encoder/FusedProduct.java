package io.remine.state.encoder;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.remine.state.tensor.TorchScript;

/**
 * oneDNN's product of rows with a transposed matrix, bias and activation included: what libtorch's compiler calls on a CPU.
 * It has no way backward. MiniLM's layers on one core of an AMD processor with AVX-512 took 0.94 of the time that they take
 * with convolutions for 504 tokens, and of the time with matrix products 0.72 for 60, 0.87 for 32 and 1.06 for 16.
 *
 * <p>Builds of libtorch without oneDNN lack it.
 */
final class FusedProduct {

    /** Below, a plain product is faster. */
    static final int MIN_ROWS = 32;

    private static final String ONE_DNN =
            "ops.mkldnn._linear_pointwise(rows, weight, bias, after, annotate(List[Optional[number]], []), \"none\")";
    private static final String PLAIN = "torch.linear(rows, weight, bias)";

    private FusedProduct() {}

    /** Whether there is one for tensors on this device. */
    static boolean isThere(Device device) {
        return !device.isGpu() && Probe.COMPILES;
    }

    /** In TorchScript, of {@code rows}, {@code weight}, {@code bias} and {@code after}; only compiles if there is none. */
    static String expression(Device device) {
        return isThere(device) ? ONE_DNN : PLAIN;
    }

    /** Whether libtorch knows a function of this expression. */
    static boolean compiles(String expression) {
        try {
            new TorchScript(
                    """
                    class Script(Module):
                      __parameters__ = []
                      __buffers__ = []

                      def forward(self: __torch__.Script, rows: Tensor, weight: Tensor, bias: Tensor, after: str) -> Tensor:
                        return %s
                    """
                            .formatted(expression));
            return true;
        } catch (EngineException unknown) {
            return false;
        }
    }

    /** Tried when something first asks for it. */
    private static final class Probe {
        static final boolean COMPILES = compiles(ONE_DNN);
    }
}
