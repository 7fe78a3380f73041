package io.remine.state.huggingface;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.EncoderWeights;
import io.remine.state.encoder.OnnxWeights;
import io.remine.state.encoder.ParameterShape;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The weights of a directory: {@code model.safetensors} in single, half or bfloat16 precision or, failing that, the
 * initializers of an ONNX file. What a model has besides its encoder, such as a pooler, is left out. The first checkpoints
 * called a LayerNorm's weight gamma and its bias beta.
 */
final class Checkpoint {

    private static final String SAFE_TENSORS = "model.safetensors";
    private static final Set<Tensor.Type> FLOATS = Set.of(Tensor.Type.F32, Tensor.Type.F16, Tensor.Type.BF16);
    /** Models with a head keep the encoder under this name. */
    private static final String PREFIX = "bert.";
    /** Numbers that some releases kept beside the parameters and that follow from the sizes. */
    private static final Set<String> BUFFERS = Set.of("embeddings.position_ids", "embeddings.token_type_ids");

    private Checkpoint() {}

    static EncoderWeights read(Path directory, EncoderConfig config) {
        Path safeTensors = directory.resolve(SAFE_TENSORS);
        if (Files.isRegularFile(safeTensors)) {
            return read(safeTensors, in -> fromSafeTensors(SafeTensors.read(Files.readAllBytes(safeTensors)), config));
        }
        Path onnx = onnxFile(directory)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no %s and no .onnx file in %s; save the model with safe_serialization, in one file"
                                .formatted(SAFE_TENSORS, directory)));
        return read(onnx, in -> OnnxWeights.read(in, Files.size(onnx), config));
    }

    static void write(EncoderWeights weights, EncoderConfig config, Path directory) throws IOException {
        // transformers reads no file that does not say which library it is for
        byte[] bytes = SafeTensors.write(weights.toTensors(config), Map.of("format", "pt"));
        Files.write(directory.resolve(SAFE_TENSORS), bytes);
    }

    static EncoderWeights fromSafeTensors(SafeTensors file, EncoderConfig config) throws CorruptDataException {
        Map<String, Tensor> tensors = ofEncoder(file);
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterShape parameter : config.parameters()) {
            Tensor tensor = tensors.remove(parameter.name());
            if (tensor == null) {
                throw new CorruptDataException("no tensor %s of shape %s, which config.json asks for"
                        .formatted(parameter.name(), parameter.dimensions()));
            }
            values.put(parameter.name(), values(tensor, parameter));
        }
        if (!tensors.isEmpty()) {
            throw new CorruptDataException(
                    "the encoder of %d layers that config.json describes has no place for %s, the first of %d"
                            .formatted(
                                    config.layers(), tensors.values().iterator().next(), tensors.size()));
        }
        return EncoderWeights.of(config, values);
    }

    /** The file's tensors that belong to the encoder, by the names that they have today and without a head's prefix. */
    private static Map<String, Tensor> ofEncoder(SafeTensors file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Tensor tensor : file.tensors()) {
            String name = tensor.name().startsWith(PREFIX) ? tensor.name().substring(PREFIX.length()) : tensor.name();
            if ((name.startsWith("encoder.") || name.startsWith("embeddings.")) && !BUFFERS.contains(name)) {
                tensors.put(
                        name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias"),
                        tensor);
            }
        }
        return tensors;
    }

    private static float[] values(Tensor tensor, ParameterShape parameter) throws CorruptDataException {
        List<Long> found = Arrays.stream(tensor.shape()).boxed().toList();
        if (!FLOATS.contains(tensor.type()) || !found.equals(parameter.dimensions())) {
            throw new CorruptDataException(
                    "tensor %s, config.json asks for F32, F16 or BF16 %s".formatted(tensor, parameter.dimensions()));
        }
        float[] values = tensor.toFloats();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new CorruptDataException("tensor %s holds %s".formatted(tensor, value));
            }
        }
        return values;
    }

    /** {@code model.onnx}, here or where sentence-transformers keeps it, or the only file of another name. */
    private static Optional<Path> onnxFile(Path directory) {
        for (String usual : List.of("model.onnx", "onnx/model.onnx")) {
            if (Files.isRegularFile(directory.resolve(usual))) {
                return Optional.of(directory.resolve(usual));
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".onnx")).toList();
            return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EncoderWeights read(Path file, Reader reader) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return reader.read(in);
        } catch (CorruptDataException e) {
            throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Reader {
        EncoderWeights read(InputStream in) throws IOException;
    }
}
