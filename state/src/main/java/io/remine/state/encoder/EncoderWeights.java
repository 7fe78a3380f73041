package io.remine.state.encoder;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of an encoder, outside any engine: for every parameter of its configuration one array, row by row.
 *
 * <p>As a blob: safetensors with one F32 tensor for each parameter, under its Hugging Face name and in the configuration's
 * order, and {@code format=1} in the metadata.
 */
public final class EncoderWeights {

    private static final String FORMAT = "1";

    private final Map<String, float[]> values;

    private EncoderWeights(Map<String, float[]> values) {
        this.values = values;
    }

    /**
     * These arrays, which must be exactly the configuration's parameters; they are not copied.
     *
     * @throws IllegalArgumentException if one is missing, too many, or of another size
     */
    public static EncoderWeights of(EncoderConfig config, Map<String, float[]> values) {
        Map<String, float[]> ordered = new LinkedHashMap<>();
        for (ParameterShape parameter : config.parameters()) {
            float[] value = values.get(parameter.name());
            if (value == null || value.length != parameter.size()) {
                throw new IllegalArgumentException("weights: %s, needs %s %s"
                        .formatted(
                                value == null ? "none" : value.length + " floats",
                                parameter.name(),
                                parameter.dimensions()));
            }
            ordered.put(parameter.name(), value);
        }
        if (ordered.size() != values.size()) {
            throw new IllegalArgumentException("weights that the encoder has no place for: "
                    + values.keySet().stream()
                            .filter(name -> !ordered.containsKey(name))
                            .toList());
        }
        return new EncoderWeights(ordered);
    }

    /** The numbers of this parameter, row by row; not to be changed. */
    public float[] values(String parameter) {
        float[] value = values.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + parameter);
        }
        return value;
    }

    /** The numbers of the layout's parameters in its order, a copy. */
    public float[] flatten(ParameterLayout layout) {
        float[] flat = new float[layout.size()];
        for (ParameterLayout.Part part : layout.parts()) {
            float[] value = values(part.parameter().name());
            System.arraycopy(value, 0, flat, part.offset(), value.length);
        }
        return flat;
    }

    /** These weights with the layout's parameters taken from the flat array. */
    public EncoderWeights with(ParameterLayout layout, float[] flat) {
        layout.check("parameters", flat);
        Map<String, float[]> changed = new LinkedHashMap<>(values);
        for (ParameterLayout.Part part : layout.parts()) {
            int end = part.offset() + part.parameter().size();
            changed.put(part.parameter().name(), Arrays.copyOfRange(flat, part.offset(), end));
        }
        return new EncoderWeights(changed);
    }

    /** The blob of these weights; equal weights give equal bytes. */
    public byte[] toBlob(EncoderConfig config) {
        return SafeTensors.write(toTensors(config), Map.of("format", FORMAT));
    }

    /** Writes the bytes of {@link #toBlob} with a copy of one parameter at a time. */
    public void writeBlob(EncoderConfig config, OutputStream out) throws IOException {
        List<SafeTensors.Description> descriptions = config.parameters().stream()
                .map(each -> new SafeTensors.Description(each.name(), Tensor.Type.F32, each.dimensions()))
                .toList();
        SafeTensors.write(
                descriptions,
                each -> Tensor.of(
                        each.name(),
                        values(each.name()),
                        each.shape().stream().mapToLong(Long::longValue).toArray()),
                Map.of("format", FORMAT),
                out);
    }

    /** One F32 tensor for each parameter, in the configuration's order. */
    public List<Tensor> toTensors(EncoderConfig config) {
        List<Tensor> tensors = new ArrayList<>();
        for (ParameterShape parameter : config.parameters()) {
            tensors.add(Tensor.of(parameter.name(), values(parameter.name()), parameter.toArray()));
        }
        return tensors;
    }

    /**
     * The weights in a blob.
     *
     * @throws CorruptDataException if it does not hold exactly the configuration's parameters
     */
    public static EncoderWeights fromBlob(byte[] blob, EncoderConfig config) throws CorruptDataException {
        SafeTensors tensors = SafeTensors.read(blob);
        if (!tensors.metadata("format").equals(FORMAT)) {
            throw new CorruptDataException("encoder weights of format %s, this release reads %s"
                    .formatted(tensors.metadata("format"), FORMAT));
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ParameterShape parameter : config.parameters()) {
            Tensor tensor = tensors.tensor(parameter.name(), Tensor.Type.F32);
            if (!Arrays.equals(tensor.shape(), parameter.toArray())) {
                throw new CorruptDataException(
                        "encoder weights: %s, needs shape %s".formatted(tensor, parameter.dimensions()));
            }
            values.put(parameter.name(), tensor.toFloats());
        }
        if (values.size() != tensors.tensors().size()) {
            throw new CorruptDataException("encoder weights: %d tensors, the encoder has %d parameters"
                    .formatted(tensors.tensors().size(), values.size()));
        }
        return new EncoderWeights(values);
    }
}
