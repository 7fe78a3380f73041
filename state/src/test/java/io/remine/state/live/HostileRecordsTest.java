package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.live.LiveState.Topic;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import io.remine.state.release.Release;
import io.remine.state.tensor.SafeTensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that are meant to exhaust a reader, or to make it write where it should not. */
class HostileRecordsTest {

    private static final int DEPTH = 100_000;
    private static final List<String> NAMES = List.of(
            "../../etc/x", "/etc/x", "a/../../b", "..", "a\0b", "a\\b", "a\nb", "", "x".repeat(300), "C:\\x", "%2e%2e");

    @TempDir
    private Path directory;

    /** Reads bytes as one of our records. */
    @FunctionalInterface
    private interface Reader {
        Object read(byte[] json) throws IOException;
    }

    @Test
    void nestedHoweverDeepJsonIsRefused() {
        Map<String, Reader> readers = Map.of(
                "manifest", Manifest::fromJson,
                "version", VersionRecord::fromJson,
                "generation", GenerationRecord::fromJson,
                "release", Release::fromJson,
                "evaluation", EvaluationRecord::fromJson,
                "safetensors", json -> SafeTensors.read(safetensors(json.length, json)));
        readers.forEach((name, reader) -> {
            assertCorrupt(name, () -> reader.read(bytes("{\"format\":1,\"x\":" + "[".repeat(DEPTH))));
            assertCorrupt(name, () -> reader.read(bytes("{\"format\":" + "{\"a\":".repeat(DEPTH) + "1")));
            assertCorrupt(name, () -> reader.read(bytes("[".repeat(DEPTH) + "]".repeat(DEPTH))));
        });
    }

    @Test
    void aHeaderThatClaimsMoreThanThereIsIsRefusedBeforeItIsRead() {
        for (long claimed :
                new long[] {-1, Long.MAX_VALUE, Integer.MAX_VALUE, 1L << 32, SafeTensors.MAX_HEADER_BYTES + 1}) {
            assertCorrupt("claims " + claimed, () -> SafeTensors.read(safetensors(claimed, bytes("{}"))));
        }
        String manyDimensions = "1,".repeat(100_000) + "1";
        assertCorrupt(
                "dimensions",
                () -> SafeTensors.read(headed("{\"a\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,4]}}"
                        .formatted(manyDimensions))));
        assertCorrupt(
                "vectors of no data",
                () -> SafeTensors.read(headed(
                        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2147483647,2147483647],\"data_offsets\":[0,0]}}")));
        assertCorrupt(
                "digits",
                () -> SafeTensors.read(headed("{\"a\":{\"dtype\":\"F16\",\"shape\":[%s],\"data_offsets\":[0,0]}}"
                        .formatted("9".repeat(500_000)))));
    }

    @Test
    void noNameLeadsOutOfWhereItBelongs() {
        for (String name : NAMES) {
            assertRefused(name, () -> new BlobHash(name));
            assertRefused(name, () -> new TimelineId(name));
            assertRefused(name, () -> ModelVersion.parse(name));
            assertRefused(name, () -> ModelVersion.parse(name + "/1"));
            assertRefused(name, () -> ManifestId.parse(name + "/1"));
        }
    }

    @Test
    void whateverKeysSayNothingIsWrittenOutsideTheCache() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("a/b/etc"));
        Path cache = directory.resolve("a/b/cache");
        try (LiveCaches caches = LiveCaches.open(cache);
                LiveState state =
                        new LiveState(LiveIndexOptions.of("unused:9092", cache).withoutEncoders(), caches)) {
            int records = 0;
            for (String name : NAMES) {
                for (String key : List.of(name, name + "/0", "version/" + name + "/1", "generation/" + name)) {
                    assertThat(state.accept(Topic.MODELS, bytes(key), RecordValue.of(bytes("{\"format\":1}"))))
                            .isTrue();
                    records++;
                }
            }
            assertThat(state.status().problems()).containsOnly(Map.entry(Problem.MALFORMED_RECORD, (long) records));
        }
        assertThat(outside).isEmptyDirectory();
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsOnly("lock");
        }
    }

    private static byte[] headed(String header) {
        return safetensors(header.length(), bytes(header));
    }

    private static byte[] safetensors(long headerBytes, byte[] header) {
        return ByteBuffer.allocate(Long.BYTES + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerBytes)
                .put(header)
                .array();
    }

    private static void assertCorrupt(String what, ThrowingCallable read) {
        assertThatThrownBy(read).as(what).isInstanceOf(CorruptDataException.class);
    }

    private static void assertRefused(String name, ThrowingCallable made) {
        assertThatThrownBy(made).as(name).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
