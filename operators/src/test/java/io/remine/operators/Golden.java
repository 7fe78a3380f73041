package io.remine.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.Codec;
import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** What every written format must do: be the bytes that lie under {@code golden/}, and refuse every cut of them. */
public final class Golden {

    private Golden() {}

    /** The file holds exactly the value. */
    public static <T> void check(String file, Codec<T> codec, T value) throws IOException {
        byte[] written = codec.encode(value);
        byte[] golden = read(file);
        assertThat(HexFormat.of().formatHex(written))
                .as("%s; if the layout was meant to change, give it a new version and a new file", file)
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(codec.decode(golden)).isEqualTo(value);
        for (int length = 0; length < golden.length; length++) {
            byte[] cut = Arrays.copyOf(golden, length);
            assertThatThrownBy(() -> codec.decode(cut))
                    .as("cut to %d bytes", length)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    /** The bytes that the file holds: as they are or, in a file that ends in {@code .hex}, as hexadecimal digits. */
    public static byte[] read(String file) throws IOException {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + file)) {
            byte[] content = in == null ? new byte[0] : in.readAllBytes();
            return file.endsWith(".hex") ? parseHex(content) : content;
        }
    }

    private static byte[] parseHex(byte[] digits) {
        return HexFormat.of().parseHex(new String(digits, StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
}
