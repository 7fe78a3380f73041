package io.remine.state.tensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The safetensors format: how every tensor of ours travels, so that any language can read it.
 *
 * <p>Eight bytes, the length of the header (unsigned, little-endian); the header, a JSON object from tensor name to
 * {@code {"dtype", "shape", "data_offsets": [begin, end]}}, with {@code "__metadata__"} from string to string, padded with
 * spaces so that the data begins at a multiple of eight; then the data, back to back in the order of the header. Written
 * bytes depend on nothing but the arguments, so equal contents have equal hashes. Byte order, types and limits are checked
 * before anything is used; tensors that are read share the bytes they were read from.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class SafeTensors {

    /** Longest header, in bytes. */
    public static final int MAX_HEADER_BYTES = 1 << 20;

    private static final String METADATA = "__metadata__";
    private static final int ALIGNMENT_BYTES = 8;
    private static final int COPIED_BYTES = 1 << 16;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, Tensor> tensors;
    private final Map<String, String> metadata;

    private SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
        this.tensors = Collections.unmodifiableMap(tensors);
        this.metadata = Collections.unmodifiableMap(metadata);
    }

    /**
     * What the header says of a tensor.
     *
     * @param shape length of each dimension
     */
    public record Description(String name, Tensor.Type type, List<Long> shape) {

        public Description {
            shape = List.copyOf(shape);
        }

        long bytes() {
            return shape.stream().mapToLong(Long::longValue).reduce(type.bytes(), Math::multiplyExact);
        }
    }

    /**
     * The tensors in the order given, and the metadata in the order of its iteration.
     *
     * @throws IllegalArgumentException if a name occurs twice, or header or data are too long for one array
     */
    public static byte[] write(List<Tensor> tensors, Map<String, String> metadata) {
        List<Description> descriptions = tensors.stream()
                .map(tensor -> new Description(
                        tensor.name(),
                        tensor.type(),
                        Arrays.stream(tensor.shape()).boxed().toList()))
                .toList();
        byte[] head = head(descriptions, metadata);
        ByteBuffer out = ByteBuffer.allocate((int) (head.length + bytes(descriptions)));
        out.put(head);
        tensors.forEach(tensor -> out.put(tensor.data()));
        return out.array();
    }

    /**
     * Writes the same bytes with one tensor at a time in memory.
     *
     * @param tensor gives the tensor that has this description
     * @throws IllegalArgumentException if a name occurs twice, or header or data are too long for one array
     */
    public static void write(
            List<Description> descriptions,
            Function<Description, Tensor> tensor,
            Map<String, String> metadata,
            OutputStream out)
            throws IOException {
        out.write(head(descriptions, metadata));
        for (Description description : descriptions) {
            ByteBuffer data = tensor.apply(description).data();
            byte[] some = new byte[Math.min(COPIED_BYTES, data.remaining())];
            while (data.hasRemaining()) {
                int count = Math.min(some.length, data.remaining());
                data.get(some, 0, count);
                out.write(some, 0, count);
            }
        }
    }

    /** The length of the header and the header. */
    private static byte[] head(List<Description> tensors, Map<String, String> metadata) {
        ObjectNode header = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = header.putObject(METADATA);
            metadata.forEach(strings::put);
        }
        long end = 0;
        for (Description tensor : tensors) {
            if (header.has(tensor.name())) {
                throw new IllegalArgumentException("two tensors are called " + tensor.name());
            }
            ObjectNode entry = header.putObject(tensor.name());
            entry.put("dtype", tensor.type().name());
            tensor.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(end).add(end + tensor.bytes());
            end += tensor.bytes();
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int headerBytes = (json.length + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        long total = Long.BYTES + headerBytes + end;
        if (headerBytes > MAX_HEADER_BYTES || total > Integer.MAX_VALUE - ALIGNMENT_BYTES) {
            throw new IllegalArgumentException(
                    "header of %d bytes, limit %d; %d bytes in all, limit 2 GiB: write two blobs"
                            .formatted(headerBytes, MAX_HEADER_BYTES, total));
        }
        ByteBuffer head = ByteBuffer.allocate(Long.BYTES + headerBytes).order(ByteOrder.LITTLE_ENDIAN);
        head.putLong(headerBytes)
                .put(json)
                .put(" ".repeat(headerBytes - json.length).getBytes(StandardCharsets.US_ASCII));
        return head.array();
    }

    private static long bytes(List<Description> tensors) {
        return tensors.stream().mapToLong(Description::bytes).sum();
    }

    /**
     * The tensors in these bytes, of which every one must be accounted for.
     *
     * @throws CorruptDataException if they are not safetensors, hold a type we do not use, or have gaps or overlaps
     */
    public static SafeTensors read(byte[] bytes) throws CorruptDataException {
        return read(ByteBuffer.wrap(bytes));
    }

    /** The same of a buffer's bytes from its position to its limit, which may lie in a file. */
    public static SafeTensors read(ByteBuffer bytes) throws CorruptDataException {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        long headerBytes = in.limit() < Long.BYTES ? -1 : in.getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, in.remaining())) {
            throw new CorruptDataException("safetensors of %d bytes: header length %d, limit %d"
                    .formatted(in.limit(), headerBytes, MAX_HEADER_BYTES));
        }
        byte[] json = new byte[(int) headerBytes];
        in.get(json);
        JsonNode header = parse(new String(json, StandardCharsets.UTF_8));
        ByteBuffer data = in.slice();
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals(METADATA)) {
                readMetadata(field.getValue(), metadata);
            } else {
                entries.add(field);
            }
        }
        return new SafeTensors(readTensors(entries, data), metadata);
    }

    /** All tensors, in the order of the header. */
    public Collection<Tensor> tensors() {
        return tensors.values();
    }

    public Map<String, String> metadata() {
        return metadata;
    }

    public Optional<Tensor> find(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /**
     * The tensor of this name and type.
     *
     * @throws CorruptDataException if there is none
     */
    public Tensor tensor(String name, Tensor.Type type) throws CorruptDataException {
        Tensor tensor = tensors.get(name);
        if (tensor == null || tensor.type() != type) {
            throw new CorruptDataException("needs a tensor %s of %s, found %s".formatted(name, type, tensors.values()));
        }
        return tensor;
    }

    /**
     * The string under this key of the metadata.
     *
     * @throws CorruptDataException if there is none
     */
    public String metadata(String key) throws CorruptDataException {
        String value = metadata.get(key);
        if (value == null) {
            throw new CorruptDataException("needs %s in the metadata, found %s".formatted(key, metadata.keySet()));
        }
        return value;
    }

    private static JsonNode parse(String json) throws CorruptDataException {
        try {
            JsonNode header = JSON.readTree(json);
            if (!header.isObject()) {
                throw new CorruptDataException("safetensors header is no JSON object but " + header.getNodeType());
            }
            return header;
        } catch (JsonProcessingException e) {
            throw new CorruptDataException("safetensors header: " + e.getOriginalMessage(), e);
        }
    }

    private static void readMetadata(JsonNode node, Map<String, String> metadata) throws CorruptDataException {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isTextual()) {
                throw new CorruptDataException("safetensors metadata %s is no string".formatted(field.getKey()));
            }
            metadata.put(field.getKey(), field.getValue().textValue());
        }
    }

    private static Map<String, Tensor> readTensors(List<Map.Entry<String, JsonNode>> entries, ByteBuffer data)
            throws CorruptDataException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : entries) {
            tensors.put(entry.getKey(), readTensor(entry.getKey(), entry.getValue(), data));
        }
        checkCoverage(entries, data.limit());
        return tensors;
    }

    private static Tensor readTensor(String name, JsonNode entry, ByteBuffer data) throws CorruptDataException {
        try {
            Tensor.Type type = Tensor.Type.valueOf(entry.path("dtype").asText());
            long[] shape = longs(name, entry.path("shape"));
            int begin = Math.toIntExact(offset(entry, 0));
            int end = Math.toIntExact(offset(entry, 1));
            return new Tensor(name, type, shape, data.slice(begin, Math.subtractExact(end, begin)));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new CorruptDataException(
                    "safetensors entry %s of %d bytes of data: %s".formatted(name, data.limit(), e.getMessage()), e);
        }
    }

    /** Whether the ranges, sorted, follow each other from 0 to the end of the data. */
    private static void checkCoverage(List<Map.Entry<String, JsonNode>> entries, int dataBytes)
            throws CorruptDataException {
        long[][] ranges = entries.stream()
                .map(entry -> new long[] {offset(entry.getValue(), 0), offset(entry.getValue(), 1)})
                .sorted(Arrays::compare)
                .toArray(long[][]::new);
        long end = 0;
        for (long[] range : ranges) {
            if (range[0] != end) {
                throw new CorruptDataException(
                        "safetensors data: a tensor begins at %d, the one before ends at %d".formatted(range[0], end));
            }
            end = range[1];
        }
        if (end != dataBytes) {
            throw new CorruptDataException("safetensors data: %d bytes used of %d".formatted(end, dataBytes));
        }
    }

    private static long offset(JsonNode entry, int index) {
        JsonNode offset = entry.path("data_offsets").path(index);
        if (!offset.isIntegralNumber() || !offset.canConvertToLong()) {
            throw new IllegalArgumentException("data_offsets is no pair of integers");
        }
        return offset.longValue();
    }

    private static long[] longs(String name, JsonNode array) {
        if (!array.isArray() || array.size() > Tensor.MAX_DIMENSIONS) {
            throw new IllegalArgumentException(
                    "tensor %s: shape is no array of at most %d lengths".formatted(name, Tensor.MAX_DIMENSIONS));
        }
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            if (!array.get(i).isIntegralNumber() || !array.get(i).canConvertToLong()) {
                throw new IllegalArgumentException("tensor %s: length %s".formatted(name, array.get(i)));
            }
            values[i] = array.get(i).longValue();
        }
        return values;
    }
}
