package io.remine.state.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.remine.state.tensor.FlatTensors;
import io.remine.state.tensor.Gradients;
import java.util.function.BiConsumer;

/**
 * A copy of a model's parameters that follows them, on the model's device: nothing comes to the host.
 *
 * <pre>    copy = model + decay * (copy - model)</pre>
 */
public final class MovingAverage {

    private static final NDIndex ALL = new NDIndex(":");

    private MovingAverage() {}

    /** Makes the copy equal to the model, whatever it was. */
    public static void begin(FlatTensors copy, FlatTensors model) {
        forEach(copy, model, (to, from) -> to.set(ALL, from));
    }

    /** Moves the copy towards the model. */
    public static void follow(FlatTensors copy, FlatTensors model, double decay) {
        float kept = (float) decay;
        forEach(copy, model, (to, from) -> to.subi(from).muli(kept).addi(from));
    }

    private static void forEach(FlatTensors copy, FlatTensors model, BiConsumer<NDArray, NDArray> each) {
        if (copy.size() != model.size()) {
            throw new IllegalArgumentException(
                    "copy of %d numbers of a model of %d".formatted(copy.size(), model.size()));
        }
        Gradients.withoutGradients(() -> {
            for (int i = 0; i < copy.tensors().size(); i++) {
                each.accept(copy.tensors().get(i), model.tensors().get(i));
            }
            return null;
        });
    }
}
