package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncoderWeightsTest {

    private static final EncoderConfig CONFIG = new EncoderConfig(5, 4, 1, 2, 1, 1, 3, 1e-12f, 4);

    @Test
    void theGoldenFileIsWhatWeWriteAndReadsBack() throws IOException {
        EncoderWeights weights = EncoderWeights.of(CONFIG, counting());
        byte[] golden = golden();
        assertThat(weights.toBlob(CONFIG)).isEqualTo(golden);
        ByteArrayOutputStream streamed = new ByteArrayOutputStream();
        weights.writeBlob(CONFIG, streamed);
        assertThat(streamed.toByteArray()).isEqualTo(golden);
        EncoderWeights read = EncoderWeights.fromBlob(golden, CONFIG);
        for (ParameterShape parameter : CONFIG.parameters()) {
            assertThat(read.values(parameter.name())).isEqualTo(weights.values(parameter.name()));
        }
    }

    @Test
    void theBlobOfAnotherEncoderIsRefused() throws IOException {
        byte[] golden = golden();
        for (EncoderConfig other : List.of(
                new EncoderConfig(6, 4, 1, 2, 1, 1, 3, 1e-12f, 4),
                new EncoderConfig(5, 4, 1, 2, 2, 1, 3, 1e-12f, 4),
                new EncoderConfig(5, 4, 1, 4, 1, 1, 3, 1e-12f, 4))) {
            assertThatThrownBy(() -> EncoderWeights.fromBlob(golden, other)).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void aTensorTooManyIsRefused() throws IOException {
        SafeTensors golden = SafeTensors.read(golden());
        List<Tensor> more = new ArrayList<>(golden.tensors());
        more.add(Tensor.of("pooler.dense.bias", new float[2]));
        byte[] blob = SafeTensors.write(more, golden.metadata());
        assertThatThrownBy(() -> EncoderWeights.fromBlob(blob, CONFIG))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("22 tensors");
    }

    @Test
    void aFlatArrayGoesBackWhereItCameFrom() {
        ParameterLayout layout = ParameterLayout.of(CONFIG, new Trainable.AllButEmbeddings());
        EncoderWeights weights = EncoderWeights.of(CONFIG, counting());
        float[] flat = weights.flatten(layout);
        EncoderWeights zero = weights.with(layout, new float[flat.length]);
        assertThat(zero.flatten(layout)).containsOnly(0);
        assertThat(zero.values("embeddings.LayerNorm.weight")).isEqualTo(weights.values("embeddings.LayerNorm.weight"));
        assertThat(zero.with(layout, flat).toBlob(CONFIG)).isEqualTo(weights.toBlob(CONFIG));
        assertThatIllegalArgumentException().isThrownBy(() -> weights.with(layout, Arrays.copyOf(flat, 3)));
    }

    @Test
    void aMissingParameterIsNamed() {
        Map<String, float[]> values = counting();
        values.remove("encoder.layer.0.output.dense.bias");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncoderWeights.of(CONFIG, values))
                .withMessageContaining("encoder.layer.0.output.dense.bias");
    }

    /** 0, 0.5, 1, 1.5, ... through all parameters. */
    private static Map<String, float[]> counting() {
        Map<String, float[]> values = new LinkedHashMap<>();
        float next = 0;
        for (ParameterShape parameter : CONFIG.parameters()) {
            float[] value = new float[parameter.size()];
            for (int i = 0; i < value.length; i++) {
                value[i] = next;
                next += 0.5f;
            }
            values.put(parameter.name(), value);
        }
        return values;
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = EncoderWeightsTest.class.getResourceAsStream("/golden/encoder/weights.safetensors")) {
            return in.readAllBytes();
        }
    }
}
