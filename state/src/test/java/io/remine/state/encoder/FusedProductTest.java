package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusedProductTest {

    /** Fewer rows than the fused product takes, the least that it takes, and more of different lengths. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 40})
    void aVectorIsTheSameWhetherGradientsAreRecordedOrNot(int count) {
        List<int[]> texts = IntStream.range(0, count)
                .mapToObj(text -> IntStream.range(0, 8 + text % 5)
                        .map(position -> 5 + (text * 31 + position * 7) % 50)
                        .toArray())
                .toList();
        try (Encoder encoder =
                        new Encoder(RandomEncoder.source(RandomEncoder.TINY, 1), new Trainable.AllButEmbeddings());
                NDManager scope = PyTorch.newManager()) {
            TokenBatch batch = TokenBatch.of(texts);
            float[] recorded =
                    Gradients.recording(() -> encoder.encode(scope, batch).toFloatArray());
            float[] fused = encoder.encode(scope, batch).toFloatArray();
            for (int i = 0; i < recorded.length; i++) {
                assertThat(fused[i]).isCloseTo(recorded[i], within(1e-6f));
            }
        }
    }

    @Test
    void onlyWhatLibtorchKnowsIsUsed() {
        assertThat(FusedProduct.compiles("ops.mkldnn._no_such_product(rows, weight, bias)"))
                .isFalse();
        assertThat(FusedProduct.compiles(FusedProduct.expression(Device.cpu()))).isTrue();
        assertThat(FusedProduct.compiles(FusedProduct.expression(Device.gpu()))).isTrue();
    }

    @Test
    void aGpuHasNone() {
        assertThat(FusedProduct.isThere(Device.gpu())).isFalse();
    }
}
