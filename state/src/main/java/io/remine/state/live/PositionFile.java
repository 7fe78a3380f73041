package io.remine.state.live;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last position of a reader, beside the blobs that it counts on. It is there whole or not at all. */
final class PositionFile {

    private static final Logger LOG = LoggerFactory.getLogger(PositionFile.class);

    private final Path file;
    private final Path temporary;

    PositionFile(Path cacheDirectory) {
        this.file = cacheDirectory.resolve("position");
        this.temporary = cacheDirectory.resolve("position.new");
    }

    /** Empty if there is none that can be read. */
    Optional<ReadPosition> read() {
        try {
            long bytes = Files.size(file);
            if (bytes > ReadPositionCodec.MAX_BYTES) {
                throw new CorruptDataException(
                        "position of %d bytes, limit %d".formatted(bytes, ReadPositionCodec.MAX_BYTES));
            }
            return Optional.of(ReadPositionCodec.INSTANCE.decode(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} is not used, all of the index is read: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    void write(ReadPosition position) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(ReadPositionCodec.INSTANCE.encode(position));
        try (FileChannel out = FileChannel.open(
                temporary,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS)) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
