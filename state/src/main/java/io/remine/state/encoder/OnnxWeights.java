package io.remine.state.encoder;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a BERT encoder's weights out of an ONNX export of Hugging Face's model.
 *
 * <p>Embeddings, biases and LayerNorms keep their names as initializers. The matrices of linear layers have lost theirs and
 * are stored {@code [in, out]}: each is found as the second input of the node {@code /<module path>/MatMul} and transposed.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto, for the field numbers</a>
 */
public final class OnnxWeights {

    private static final int MODEL_GRAPH = 7;
    private static final int GRAPH_NODE = 1;
    private static final int GRAPH_INITIALIZER = 5;
    private static final int NODE_INPUT = 1;
    private static final int NODE_NAME = 3;
    private static final int TENSOR_DATA_TYPE = 2;
    private static final int TENSOR_NAME = 8;
    private static final int TENSOR_RAW_DATA = 9;
    private static final Map<Long, Tensor.Type> FLOATS =
            Map.of(1L, Tensor.Type.F32, 10L, Tensor.Type.F16, 16L, Tensor.Type.BF16);

    private static final String WEIGHT = ".weight";

    private final Map<String, float[]> floats = new LinkedHashMap<>();
    private final Map<String, String> matrixOfNode = new LinkedHashMap<>();

    private OnnxWeights() {}

    /**
     * The weights that the configuration asks for; others, such as a pooler's, are left out. The file is read as a stream:
     * what is held beside the weights is one initializer.
     *
     * @param model an ONNX {@code ModelProto} with its weights as raw data
     * @param bytes its length
     * @throws CorruptDataException if a weight is missing or of another size
     */
    public static EncoderWeights read(InputStream model, long bytes, EncoderConfig config) throws IOException {
        OnnxWeights onnx = new OnnxWeights();
        WireStream fields = new WireStream(model, bytes);
        while (fields.next()) {
            if (fields.field() == MODEL_GRAPH) {
                onnx.readGraph(fields.message());
            }
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterShape parameter : config.parameters()) {
            values.put(parameter.name(), onnx.values(parameter));
        }
        return EncoderWeights.of(config, values);
    }

    private void readGraph(WireStream fields) throws IOException {
        while (fields.next()) {
            if (fields.field() == GRAPH_NODE) {
                readNode(fields.bytes());
            } else if (fields.field() == GRAPH_INITIALIZER) {
                readTensor(fields.bytes());
            }
        }
    }

    private void readNode(ByteBuffer node) throws CorruptDataException {
        String name = "";
        List<String> inputs = new ArrayList<>();
        WireReader fields = new WireReader(node);
        while (fields.next()) {
            if (fields.field() == NODE_INPUT) {
                inputs.add(fields.string());
            } else if (fields.field() == NODE_NAME) {
                name = fields.string();
            }
        }
        if (name.endsWith("/MatMul") && inputs.size() == 2) {
            matrixOfNode.put(name, inputs.get(1));
        }
    }

    private void readTensor(ByteBuffer tensor) throws CorruptDataException {
        String name = "";
        long dataType = 0;
        ByteBuffer raw = ByteBuffer.allocate(0);
        WireReader fields = new WireReader(tensor);
        while (fields.next()) {
            switch (fields.field()) {
                case TENSOR_DATA_TYPE -> dataType = fields.integer();
                case TENSOR_NAME -> name = fields.string();
                case TENSOR_RAW_DATA -> raw = fields.bytes();
                default -> {}
            }
        }
        Tensor.Type type = FLOATS.get(dataType);
        if (type != null && !name.isEmpty() && name.length() <= Tensor.MAX_NAME_CHARS) {
            long[] length = {raw.remaining() / type.bytes()};
            Tensor numbers = new Tensor(name, type, length, raw.limit((int) length[0] * type.bytes()));
            floats.put(name, numbers.toFloats());
        }
    }

    private float[] values(ParameterShape parameter) throws CorruptDataException {
        float[] named = floats.remove(parameter.name());
        return named == null ? transposed(parameter) : checked(parameter, named);
    }

    private float[] transposed(ParameterShape parameter) throws CorruptDataException {
        String name = parameter.name();
        if (!name.endsWith(WEIGHT) || parameter.dimensions().size() != 2) {
            throw new CorruptDataException("ONNX model without floats " + name);
        }
        String node = "/" + name.substring(0, name.length() - WEIGHT.length()).replace('.', '/') + "/MatMul";
        node = node.replace("/layer/", "/layer.");
        float[] matrix = floats.remove(matrixOfNode.getOrDefault(node, ""));
        if (matrix == null) {
            throw new CorruptDataException("ONNX model with neither %s nor the matrix of %s".formatted(name, node));
        }
        int out = parameter.dimensions().get(0).intValue();
        int in = parameter.dimensions().get(1).intValue();
        float[] source = checked(parameter, matrix); // [in, out]
        float[] target = new float[source.length]; // [out, in]
        for (int i = 0; i < in; i++) {
            for (int o = 0; o < out; o++) {
                target[o * in + i] = source[i * out + o];
            }
        }
        return target;
    }

    private static float[] checked(ParameterShape parameter, float[] found) throws CorruptDataException {
        if (found.length != parameter.size()) {
            throw new CorruptDataException("ONNX model: %d floats of %s in the file, needs %s"
                    .formatted(found.length, parameter.name(), parameter.dimensions()));
        }
        return found;
    }
}
