package io.remine.state.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {

    private static final List<Tensor> TENSORS = List.of(
            Tensor.of("weights", new float[] {1, -2.5f, 0, Float.MIN_VALUE, 3, 4}, 2, 3),
            Tensor.halves("halves", new float[] {0.5f, -1}),
            Tensor.of("counts", new int[] {Integer.MIN_VALUE, 7}),
            Tensor.of("versions", new long[] {Long.MAX_VALUE}),
            Tensor.of("text", "glosse".getBytes(StandardCharsets.UTF_8)),
            new Tensor("scale", Tensor.Type.I8, new long[0], ByteBuffer.wrap(new byte[] {-3})),
            Tensor.of("nothing", new float[0], 0, 384));
    private static final Map<String, String> METADATA = Map.of("format", "1");

    @Test
    void theGoldenFileIsWhatWeWriteAndReadsBack() throws IOException {
        byte[] golden = golden();
        assertThat(SafeTensors.write(TENSORS, METADATA)).isEqualTo(golden);
        SafeTensors read = SafeTensors.read(golden);
        assertThat(read.tensors()).containsExactlyElementsOf(TENSORS);
        assertThat(read.metadata()).isEqualTo(METADATA);
        assertThat(read.tensor("weights", Tensor.Type.F32).toFloats()).containsExactly(1, -2.5f, 0, 1.4e-45f, 3, 4);
        assertThat(read.tensor("halves", Tensor.Type.F16).toFloats()).containsExactly(0.5f, -1);
        assertThat(read.tensor("counts", Tensor.Type.I32).toInts()).containsExactly(Integer.MIN_VALUE, 7);
        assertThat(read.tensor("versions", Tensor.Type.I64).toLongs()).containsExactly(Long.MAX_VALUE);
        assertThat(read.tensor("text", Tensor.Type.U8).toBytes()).asString().isEqualTo("glosse");
    }

    @Test
    void theDataBeginsAtAMultipleOfEight() {
        byte[] bytes = SafeTensors.write(List.of(Tensor.of("a", new float[1])), Map.of());
        assertThat((bytes.length - Float.BYTES) % 8).isZero();
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        byte[] golden = golden();
        for (int length = 0; length < golden.length; length++) {
            byte[] truncated = Arrays.copyOf(golden, length);
            assertThatThrownBy(() -> SafeTensors.read(truncated)).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void everyFlippedBitIsReadOrRefusedButNeverBreaksTheReader() throws IOException {
        byte[] golden = golden();
        for (int bit = 0; bit < golden.length * 8; bit++) {
            byte[] flipped = golden.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                assertThat(SafeTensors.read(flipped).tensors()).isNotEmpty();
            } catch (CorruptDataException refused) {
                assertThat(refused).message().isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{}}",
                "{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9999999999]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],"
                        + "\"data_offsets\":[4,8]}}",
                "{\"__metadata__\":{\"a\":1},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":7}",
                "not JSON"
            })
    void aHeaderThatDoesNotDescribeTheDataIsRefused(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        assertThatThrownBy(() -> SafeTensors.read(bytes.array())).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void twoTensorsOfOneNameAreNotWritten() {
        Tensor tensor = Tensor.of("same", new int[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SafeTensors.write(List.of(tensor, tensor), Map.of()))
                .withMessageContaining("same");
    }

    @Test
    void aTensorWhoseBytesDoNotFillItsShapeCannotBeMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tensor.of("a", new float[5], 2, 3))
                .withMessageContaining("20 bytes, needs 24");
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = SafeTensorsTest.class.getResourceAsStream("/golden/tensor/all-types.safetensors")) {
            return in.readAllBytes();
        }
    }
}
