package io.remine.state.live;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.CachedBlob;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.SegmentRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadPositionCodecTest {

    private static final BlobRef SMALL = new BlobRef(hash("a"), 1);
    private static final BlobRef LARGE = new BlobRef(hash("bb"), 900_001);
    private static final Manifest SHOWN = new Manifest(
            ManifestId.parse("first-life/7"),
            Generation.FIRST,
            4,
            2,
            List.of(new Manifest.Bucket(0, List.of(new SegmentRef(SMALL, 2, 0)))),
            InputOffsets.NONE,
            1_763_900_000_000L);
    private static final ReadPosition POSITION = new ReadPosition(
            "index",
            4_711,
            hash("manifest"),
            Optional.of(SHOWN),
            List.of(
                    new CachedBlob(SMALL, OptionalInt.of(0xc1d04330)), // CRC-32C of "a"
                    new CachedBlob(LARGE, OptionalInt.empty())),
            List.of(hash("gone")));

    @Test
    void writesTheGoldenFileAndReadsItBack() throws IOException {
        byte[] golden = golden(2);
        assertThat(HexFormat.of().formatHex(ReadPositionCodec.INSTANCE.encode(POSITION)))
                .isEqualTo(HexFormat.of().formatHex(golden));
        assertThat(ReadPositionCodec.INSTANCE.decode(golden)).isEqualTo(POSITION);
    }

    @Test
    void readsFormat1WhichHadNoManifestAndNoChecksums() throws IOException {
        assertThat(ReadPositionCodec.INSTANCE.decode(golden(1)))
                .isEqualTo(new ReadPosition(
                        POSITION.topic(),
                        POSITION.offset(),
                        POSITION.manifest(),
                        Optional.empty(),
                        List.of(new CachedBlob(SMALL, OptionalInt.empty()), new CachedBlob(LARGE, OptionalInt.empty())),
                        POSITION.evicted()));
    }

    @Test
    void keepsNoManifestThatIsTooLong() throws IOException {
        List<SegmentRef> segments = Collections.nCopies(Manifest.MAX_SEGMENTS, new SegmentRef(LARGE, 1, 0));
        Manifest huge = new Manifest(
                SHOWN.id(),
                Generation.FIRST,
                4,
                1,
                IntStream.range(0, 200)
                        .mapToObj(bucket -> new Manifest.Bucket(bucket, segments))
                        .toList(),
                InputOffsets.NONE,
                0);
        ReadPosition position = new ReadPosition("index", 1, hash("manifest"), Optional.of(huge), List.of(), List.of());
        assertThat(ReadPositionCodec.INSTANCE
                        .decode(ReadPositionCodec.INSTANCE.encode(position))
                        .shown())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void refusesEveryCutAndEveryFlippedBitOfIt(int version) throws IOException {
        byte[] golden = golden(version);
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

    private static byte[] golden(int version) throws IOException {
        try (InputStream in = ReadPositionCodecTest.class.getResourceAsStream(
                "/golden/live/read-position-%d.hex".formatted(version))) {
            return HexFormat.of().parseHex(new String(in.readAllBytes(), US_ASCII).replaceAll("\\s", ""));
        }
    }
}
