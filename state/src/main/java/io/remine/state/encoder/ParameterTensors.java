package io.remine.state.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.FlatTensors;
import io.remine.state.tensor.PyTorch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters as tensors on a device, copied from and to one flat array in the order of a layout.
 *
 * <p>Tensors are allocated by the engine, not around
 * Java buffers, which would count against the JVM's limit of direct memory and be freed by the collector only.
 */
final class ParameterTensors implements AutoCloseable {

    private final ParameterLayout layout;
    private final NDManager manager;
    private final Map<String, NDArray> byName = new LinkedHashMap<>(); // in the order of the layout
    private final FlatTensors flat;
    private boolean gradients;

    ParameterTensors(ParameterLayout layout, Device device) {
        this.layout = layout;
        manager = PyTorch.newManager(device);
        for (ParameterLayout.Part part : layout.parts()) {
            NDArray tensor = manager.zeros(new Shape(part.parameter().toArray()), DataType.FLOAT32);
            byName.put(part.parameter().name(), tensor);
        }
        flat = new FlatTensors(List.copyOf(byName.values()));
    }

    ParameterLayout layout() {
        return layout;
    }

    NDManager manager() {
        return manager;
    }

    /** The tensor of this name, or null. */
    NDArray find(String name) {
        return byName.get(name);
    }

    /** From now on, what is computed from these tensors while recording is recorded. */
    synchronized void requireGradients() {
        if (!gradients) {
            byName.values().forEach(tensor -> tensor.setRequiresGradient(true));
            gradients = true;
        }
    }

    /** The tensors in the order of the layout. */
    FlatTensors flat() {
        return flat;
    }

    /** Takes the layout's parameters from all of an encoder's, one at a time. */
    void write(EncoderWeights weights) {
        byName.forEach((name, tensor) -> new FlatTensors(List.of(tensor)).write(weights.values(name)));
    }

    @Override
    public void close() {
        manager.close();
    }
}
