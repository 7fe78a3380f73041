package io.remine.streams.beir;

import io.remine.state.blob.BlobHash;
import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file with its SHA-256 beside it, 64 hexadecimal digits in {@code NAME.sha256}: a bit that has changed on disk is noticed
 * when the file is read. A file that has no digest yet is given one when it is read first, where that can be written.
 */
record DigestedFile(Path file) {

    boolean exists() {
        return Files.exists(file);
    }

    /**
     * All of it.
     *
     * @throws CorruptDataException if its bytes are not those that were written
     */
    byte[] read() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String actual = BlobHash.of(bytes).hex();
        if (!Files.exists(digest())) {
            if (Files.isWritable(directory())) {
                replace(digest(), actual.getBytes(StandardCharsets.US_ASCII));
            }
            return bytes;
        }
        String expected = Files.readString(digest(), StandardCharsets.ISO_8859_1);
        if (!actual.equals(expected.strip())) {
            throw new CorruptDataException(
                    "its SHA-256 is %s, %s says %s".formatted(actual, digest().getFileName(), expected.strip()));
        }
        return bytes;
    }

    /** Replaces file and digest. Whoever is stopped in between leaves a digest that does not fit, or none. */
    void write(byte[] bytes) throws IOException {
        Files.createDirectories(directory());
        replace(file, bytes);
        replace(digest(), BlobHash.of(bytes).hex().getBytes(StandardCharsets.US_ASCII));
    }

    private Path directory() {
        return file.toAbsolutePath().getParent();
    }

    private Path digest() {
        return file.resolveSibling(file.getFileName() + ".sha256");
    }

    private void replace(Path target, byte[] bytes) throws IOException {
        Path unfinished = Files.createTempFile(directory(), "unfinished", ".tmp");
        Files.write(unfinished, bytes);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    }
}
