package io.remine.state.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.FlatTensors;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MovingAverageTest {

    private final NDManager manager = PyTorch.newManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aCopyBeginsAsTheModelAndFollowsItWithoutTouchingIt() {
        FlatTensors copy = tensors(Float.NaN, 7, 7);
        FlatTensors model = tensors(1, -2, 3);
        MovingAverage.begin(copy, model);
        assertThat(read(copy)).containsExactly(1, -2, 3);
        model.write(new float[] {2, 2, -1});
        MovingAverage.follow(copy, model, 0.75);
        assertThat(read(copy)).containsExactly(new float[] {1.25f, -1, 2}, within(1e-6f));
        MovingAverage.follow(copy, model, 0);
        assertThat(read(copy)).containsExactly(2, 2, -1);
        assertThat(read(model)).containsExactly(2, 2, -1);
    }

    @Test
    void aCopyOfAnotherModelIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MovingAverage.begin(tensors(1, 2), tensors(1, 2, 3)))
                .withMessageContaining("copy of 2 numbers of a model of 3");
    }

    /** The first number in a tensor of its own. */
    private FlatTensors tensors(float... values) {
        FlatTensors tensors =
                new FlatTensors(List.of(manager.zeros(new Shape(1)), manager.zeros(new Shape(values.length - 1))));
        tensors.write(values);
        return tensors;
    }

    private static float[] read(FlatTensors tensors) {
        float[] values = new float[tensors.size()];
        tensors.read(values);
        return values;
    }
}
