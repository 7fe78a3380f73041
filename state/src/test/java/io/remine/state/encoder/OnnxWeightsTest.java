package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OnnxWeightsTest {

    private static final EncoderConfig CONFIG = new EncoderConfig(5, 4, 1, 2, 1, 1, 3, 1e-12f, 4);

    @Test
    void namedParametersAreTakenAsTheyAreAndMatricesOfNodesTransposed() throws IOException {
        EncoderWeights weights = read(model(), CONFIG);
        assertThat(weights.values("embeddings.LayerNorm.bias")).containsExactly(0, 1);
        // stored [in 2, out 3] as 0 1 2 / 3 4 5
        assertThat(weights.values("encoder.layer.0.intermediate.dense.weight")).containsExactly(0, 3, 1, 4, 2, 5);
    }

    @Test
    void aModelWithoutAParameterIsRefusedByItsName() {
        EncoderConfig twoLayers = new EncoderConfig(5, 4, 1, 2, 2, 1, 3, 1e-12f, 4);
        assertThatThrownBy(() -> read(model(), twoLayers))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("encoder.layer.1.attention.self.query");
    }

    @Test
    void everyTruncationIsFound() {
        byte[] model = model();
        for (int length = 0; length < model.length; length++) {
            byte[] truncated = Arrays.copyOf(model, length);
            assertThatThrownBy(() -> read(truncated, CONFIG)).isInstanceOf(CorruptDataException.class);
        }
    }

    private static EncoderWeights read(byte[] model, EncoderConfig config) throws IOException {
        return OnnxWeights.read(new ByteArrayInputStream(model), model.length, config);
    }

    /** A model whose linear matrices are anonymous, as the exporter leaves them; every array counts from 0. */
    private static byte[] model() {
        ByteArrayOutputStream graph = new ByteArrayOutputStream();
        for (ParameterShape parameter : CONFIG.parameters()) {
            String name = parameter.name();
            boolean matrix =
                    name.startsWith("encoder.") && parameter.dimensions().size() == 2;
            if (matrix) {
                String anonymous = "onnx::MatMul_" + graph.size();
                ByteArrayOutputStream node = new ByteArrayOutputStream();
                field(node, 1, "input".getBytes(StandardCharsets.UTF_8));
                field(node, 1, anonymous.getBytes(StandardCharsets.UTF_8));
                String path =
                        name.replace(".weight", "/MatMul").replace('.', '/').replace("layer/", "layer.");
                field(node, 3, ("/" + path).getBytes(StandardCharsets.UTF_8));
                field(graph, 1, node.toByteArray());
                name = anonymous;
            }
            field(graph, 5, tensor(name, parameter.size()));
        }
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        field(model, 7, graph.toByteArray());
        return model.toByteArray();
    }

    private static byte[] tensor(String name, int size) {
        ByteBuffer raw = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            raw.putFloat(i);
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        varint(tensor, 2 << 3);
        varint(tensor, 1);
        field(tensor, 8, name.getBytes(StandardCharsets.UTF_8));
        field(tensor, 9, raw.array());
        return tensor.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        varint(out, (number << 3) | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
