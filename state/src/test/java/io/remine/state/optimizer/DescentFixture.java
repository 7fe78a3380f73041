package io.remine.state.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.FlatTensors;
import io.remine.state.tensor.PyTorch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A model of two tensors, cut where no range ends, and a descent of it: the host's on the CPU, another on the
 * default device. */
final class DescentFixture implements AutoCloseable {

    final AdamW optimizer;
    final float[] parameters;
    final FlatTensors model;
    final Descent descent;
    private final NDManager manager;

    /** On the host. */
    DescentFixture(AdamWSettings settings, float... parameters) {
        this(new AdamW(settings, parameters.length), parameters, Device.cpu(), HostDescent::new);
    }

    private DescentFixture(AdamW optimizer, float[] parameters, Device device, Descent.Factory descents) {
        this.optimizer = optimizer;
        this.parameters = parameters;
        this.manager = PyTorch.newManager(device);
        this.model = tensors(parameters);
        this.descent = descents.of(optimizer, parameters, model);
    }

    /** One on the host that goes on from an optimiser and parameters, which it changes. */
    static DescentFixture onHost(AdamW optimizer, float[] parameters) {
        return new DescentFixture(optimizer, parameters, Device.cpu(), HostDescent::new);
    }

    /** The same on the default device. */
    static DescentFixture onDevice(AdamW optimizer, float[] parameters) {
        return new DescentFixture(optimizer, parameters, PyTorch.defaultDevice(), DeviceDescent::new);
    }

    double take(float... gradient) {
        return descent.take(tensors(gradient));
    }

    void step(float... gradient) {
        take(gradient);
        descent.step(1);
    }

    /** What the model computes with. */
    float[] ofModel() {
        float[] flat = new float[model.size()];
        model.read(flat);
        return flat;
    }

    static float[] gaussians(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private FlatTensors tensors(float[] flat) {
        int cut = (2 * flat.length + 2) / 3;
        NDArray first = copy(Arrays.copyOf(flat, cut));
        return cut == flat.length
                ? new FlatTensors(List.of(first))
                : new FlatTensors(List.of(first, copy(Arrays.copyOfRange(flat, cut, flat.length))));
    }

    /** In the engine's own memory. */
    private NDArray copy(float[] values) {
        NDArray tensor = manager.zeros(new Shape(values.length));
        new FlatTensors(List.of(tensor)).write(values);
        return tensor;
    }

    @Override
    public void close() {
        descent.close();
        manager.close();
    }
}
