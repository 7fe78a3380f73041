package io.remine.state.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadPositionCodecTest {

    private static final ReadPosition POSITION = new ReadPosition(
            "index",
            4_711,
            hash("manifest"),
            List.of(new BlobRef(hash("a"), 1), new BlobRef(hash("bb"), 900_001)),
            List.of(hash("gone")));

    @Test
    void writesTheGoldenFileAndReadsItBack() throws IOException {
        byte[] golden = golden();
        assertThat(HexFormat.of().formatHex(ReadPositionCodec.INSTANCE.encode(POSITION)))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(ReadPositionCodec.INSTANCE.decode(golden)).isEqualTo(POSITION);
    }

    @Test
    void refusesEveryCutAndEveryFlippedBitOfIt() throws IOException {
        byte[] golden = golden();
        for (int at = 0; at < golden.length; at++) {
            byte[] cut = Arrays.copyOf(golden, at);
            assertThatThrownBy(() -> ReadPositionCodec.INSTANCE.decode(cut))
                    .as("cut to %d bytes", at)
                    .isInstanceOf(CorruptDataException.class);
            byte[] flipped = golden.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertThatThrownBy(() -> ReadPositionCodec.INSTANCE.decode(flipped))
                    .as("byte %d", at)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    private static BlobHash hash(String content) {
        return BlobHash.of(content.getBytes(US_ASCII));
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = ReadPositionCodecTest.class.getResourceAsStream("/golden/live/read-position-1.hex")) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), US_ASCII).replaceAll("\\s", ""));
        }
    }
}
