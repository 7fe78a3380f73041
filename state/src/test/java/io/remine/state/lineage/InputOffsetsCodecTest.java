package io.remine.state.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class InputOffsetsCodecTest {

    private static final InputOffsets OFFSETS = InputOffsets.NONE
            .through(new InputPosition("clicks", 0, 41))
            .through(new InputPosition("clicks", 3, 7))
            .through(new InputPosition("queries", 1, 1L << 40));

    @Test
    void writesTheGoldenFileAndReadsItBack() throws IOException {
        byte[] golden = golden();
        assertThat(HexFormat.of().formatHex(InputOffsetsCodec.INSTANCE.encode(OFFSETS)))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(InputOffsetsCodec.INSTANCE.decode(golden)).isEqualTo(OFFSETS);
    }

    @Test
    void refusesEveryCutOfIt() throws IOException {
        byte[] golden = golden();
        for (int length = 0; length < golden.length; length++) {
            byte[] cut = Arrays.copyOf(golden, length);
            assertThatThrownBy(() -> InputOffsetsCodec.INSTANCE.decode(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = InputOffsetsCodecTest.class.getResourceAsStream("/golden/lineage/input-offsets-1.hex")) {
            return HexFormat.of()
                    .parseHex(new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
        }
    }
}
