package io.remine.state.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import io.remine.state.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * An encoder's weights with its layers' matrices copied into the order in which oneDNN multiplies by them, for
 * {@link FusedProduct} alone: nothing has to be put in order in each product again, whatever the number of rows. Only for
 * weights that no longer change, and beside them: the copies take as much memory again.
 *
 * <p>On one core of an AMD processor with AVX-512 MiniLM's products took 0.9 of the time of those by matrices as they were for
 * 504 rows, and for 16 rows half of that of libtorch's plain product.
 */
final class PackedWeights implements AutoCloseable {

    private final NDManager manager;
    private final List<NDArray> weights;

    /**
     * Copies the matrices.
     *
     * @param weights what {@code bert.torchscript} calls weights, on a device for which {@link FusedProduct#isThere}
     */
    PackedWeights(List<NDArray> weights, Device device) {
        manager = PyTorch.newManager(device);
        try {
            this.weights = Gradients.withoutGradients(() -> pack(weights));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** In the order of those that were given, vectors and embedding tables the same arrays. */
    List<NDArray> tensors() {
        return weights;
    }

    int managedArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }

    private List<NDArray> pack(List<NDArray> plain) {
        List<NDArray> packed = new ArrayList<>(plain);
        for (int i = Bert.EMBEDDING_WEIGHTS; i < plain.size(); i++) {
            NDArray weight = plain.get(i);
            if (weight.getShape().dimension() == 2) {
                NDList arguments = new NDList();
                TorchScript.add(arguments, "matrices", List.of(weight));
                NDArray copy = Script.PACK.forward(arguments);
                copy.attach(manager);
                copy.setName(weight.getName());
                packed.set(i, copy);
            }
        }
        return List.copyOf(packed);
    }

    /** Compiled when something first asks for it. */
    private static final class Script {
        static final TorchScript PACK = new TorchScript(
                """
                class Script(Module):
                  __parameters__ = []
                  __buffers__ = []

                  def forward(self: __torch__.Script, matrices: List[Tensor]) -> Tensor:
                    return ops.mkldnn._reorder_linear_weight(matrices[0])
                """);
    }
}
