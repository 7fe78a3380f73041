package io.remine.state.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.remine.state.tensor.PyTorch;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters as tensors on a device, copied from and to one flat array in the order of a layout.
 *
 * <p>On the CPU the copies go through views of the tensors' own memory. Tensors are allocated by the engine, not around
 * Java buffers, which would count against the JVM's limit of direct memory and be freed by the collector only.
 */
final class ParameterTensors implements AutoCloseable {

    private final ParameterLayout layout;
    private final NDManager manager;
    private final List<NDArray> tensors = new ArrayList<>(); // in the order of the layout
    private final Map<String, NDArray> byName = new LinkedHashMap<>();
    private boolean gradients;

    ParameterTensors(ParameterLayout layout, Device device) {
        this.layout = layout;
        manager = PyTorch.newManager(device);
        for (ParameterLayout.Part part : layout.parts()) {
            NDArray tensor = manager.zeros(new Shape(part.parameter().toArray()), DataType.FLOAT32);
            tensors.add(tensor);
            byName.put(part.parameter().name(), tensor);
        }
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

    /** From now on, what is computed from these tensors while recording leaves gradients; costs their size in memory. */
    synchronized void requireGradients() {
        if (!gradients) {
            tensors.forEach(tensor -> tensor.setRequiresGradient(true));
            gradients = true;
        }
    }

    void read(float[] flat) {
        layout.check("array for parameters", flat);
        for (int i = 0; i < tensors.size(); i++) {
            copyOut(tensors.get(i), flat, i);
        }
    }

    void write(float[] flat) {
        layout.check("parameters", flat);
        for (int i = 0; i < tensors.size(); i++) {
            NDArray tensor = tensors.get(i);
            FloatBuffer from = FloatBuffer.wrap(flat, offset(i), length(i));
            if (tensor.getDevice().isGpu()) {
                tensor.set(from);
            } else {
                view(tensor).put(from);
            }
        }
    }

    void readGradients(float[] flat) {
        layout.check("array for gradients", flat);
        requireGradients();
        for (int i = 0; i < tensors.size(); i++) {
            try (NDManager scope = manager.newSubManager()) {
                NDArray gradient = tensors.get(i).getGradient();
                gradient.attach(scope);
                copyOut(gradient, flat, i);
            }
        }
    }

    /** Not by arithmetic: a gradient may hold NaN. */
    void zeroGradients() {
        requireGradients();
        for (NDArray tensor : tensors) {
            JniUtils.zeroGrad((PtNDArray) tensor);
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    private void copyOut(NDArray tensor, float[] flat, int part) {
        try (NDManager scope = manager.newSubManager()) {
            if (tensor.getDevice().isGpu()) {
                NDArray onHost = tensor.toDevice(Device.cpu(), true);
                onHost.attach(scope);
                view(onHost).get(flat, offset(part), length(part));
            } else {
                view(tensor).get(flat, offset(part), length(part));
            }
        }
    }

    /** The tensor's own memory; valid while the tensor is. */
    private static FloatBuffer view(NDArray onCpu) {
        return onCpu.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    private int offset(int part) {
        return layout.parts().get(part).offset();
    }

    private int length(int part) {
        return layout.parts().get(part).parameter().size();
    }
}
