package io.remine.state.blob;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The key of a chunk's record, {@code HASH/INDEX}: hexadecimal SHA-256 of the blob, decimal index from 0. */
public record ChunkKey(BlobHash blob, int index) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{64})/(0|[1-9][0-9]{0,5})");

    private static final int MAX_BYTES = 64 + 1 + 6;

    public ChunkKey {
        if (index < 0 || index >= Blobs.MAX_CHUNKS) {
            throw new IllegalArgumentException(
                    "chunk %d of blob %s, must be 0 to %d".formatted(index, blob, Blobs.MAX_CHUNKS - 1));
        }
    }

    /** The chunk that a record's key names; empty if it names something else. */
    public static Optional<ChunkKey> parse(byte[] key) {
        if (key == null || key.length > MAX_BYTES) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(new String(key, StandardCharsets.ISO_8859_1));
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) >= Blobs.MAX_CHUNKS) {
            return Optional.empty();
        }
        return Optional.of(new ChunkKey(new BlobHash(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    }

    /** The key as the record carries it. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return blob + "/" + index;
    }
}
