package io.remine.state.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlatTensorsTest {

    @Test
    void tensorsFollowEachOther() {
        try (NDManager manager = PyTorch.newManager()) {
            FlatTensors flat = tensors(manager);
            flat.write(new float[] {0, 1, 2, 3, 4, 5, 6, 7});
            assertThat(flat.tensors().get(1).toFloatArray()).containsExactly(6);
            assertThat(flat.tensors().get(2).toFloatArray()).containsExactly(7);
            float[] all = new float[8];
            flat.read(all);
            assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        }
    }

    @Test
    void everyRangeIsCopiedToItsPlace() {
        try (NDManager manager = PyTorch.newManager()) {
            FlatTensors flat = tensors(manager);
            flat.write(new float[] {0, 1, 2, 3, 4, 5, 6, 7});
            for (int begin = 0; begin <= 8; begin++) {
                for (int end = begin; end <= 8; end++) {
                    float[] to = new float[9];
                    flat.read(begin, end, to, 1);
                    for (int i = 0; i < to.length; i++) {
                        assertThat(to[i]).isEqualTo(i >= 1 && i <= end - begin ? begin + i - 1 : 0);
                    }
                    float[] from = new float[9];
                    Arrays.fill(from, -1);
                    flat.write(begin, end, from, 0);
                    assertThat(sum(flat)).isEqualTo(28 - sum(to) - (end - begin));
                    flat.write(begin, end, to, 1);
                }
            }
        }
    }

    @Test
    void anArrayOfAnotherLengthIsRefused() {
        try (NDManager manager = PyTorch.newManager()) {
            FlatTensors flat = tensors(manager);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> flat.read(new float[7]))
                    .withMessageContaining("array of 7 numbers for tensors of 8");
        }
    }

    @Test
    void noTensorsAreAnEmptyArray() {
        FlatTensors none = new FlatTensors(List.of());
        none.write(new float[0]);
        assertThat(none.size()).isZero();
    }

    private static FlatTensors tensors(NDManager manager) {
        return new FlatTensors(
                List.of(manager.zeros(new Shape(2, 3)), manager.zeros(new Shape(1)), manager.zeros(new Shape(1, 1))));
    }

    private static float sum(FlatTensors flat) {
        float[] all = new float[flat.size()];
        flat.read(all);
        return sum(all);
    }

    private static float sum(float[] values) {
        float sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum;
    }
}
