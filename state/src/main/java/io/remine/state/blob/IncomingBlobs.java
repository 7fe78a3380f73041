package io.remine.state.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The chunks of blobs that are not complete, in a file for each blob. For the thread that puts blobs together. */
final class IncomingBlobs {

    private static final int READ_BYTES = 1 << 16;

    private final Path directory;

    private IncomingBlobs(Path directory) {
        this.directory = directory;
    }

    /** Makes the directory if it does not exist. What an earlier life has put stays; what is no chunks of a blob goes. */
    static IncomingBlobs open(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Path leftover : BlobFiles.list(directory)) {
            if (!BlobFiles.isBlob(leftover) || !Files.isRegularFile(leftover, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(leftover);
            }
        }
        return new IncomingBlobs(directory);
    }

    /** The blobs of which chunks are here, but not known to be all. */
    Set<BlobHash> hashes() throws IOException {
        return BlobFiles.hashes(directory);
    }

    /** Prepares for the chunks of a blob. What an earlier life has put of it stays, if it fits. */
    void begin(BlobHash blob, long blobBytes) throws IOException {
        if (Files.exists(file(blob), LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel file = open(blob)) {
                file.truncate(blobBytes);
            }
        }
    }

    /** Begins with all of a blob's chunks. */
    void beginWith(Path content, BlobHash blob) throws IOException {
        Files.copy(content, file(blob), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Keeps a chunk; writes nothing if it is here. */
    void put(Chunk chunk) throws IOException {
        try (FileChannel file = open(chunk.key().blob())) {
            if (holds(file, chunk)) {
                return;
            }
            ByteBuffer payload = chunk.payload().duplicate();
            file.position(chunk.offset());
            while (payload.hasRemaining()) {
                file.write(payload);
            }
        }
    }

    /** Forgets the chunks of a blob. */
    void discard(BlobHash blob) throws IOException {
        Files.deleteIfExists(file(blob));
    }

    /** Of what was put of a blob, read back. */
    BlobDigest.Digests digests(BlobHash blob) throws IOException {
        try (FileChannel in = FileChannel.open(file(blob), StandardOpenOption.READ)) {
            BlobDigest digest = new BlobDigest();
            ByteBuffer some = ByteBuffer.allocate(READ_BYTES);
            while (in.read(some.clear()) >= 0) {
                digest.update(some.flip());
            }
            return digest.finish();
        }
    }

    /** Where the chunks of a blob lie. */
    Path file(BlobHash blob) {
        return directory.resolve(blob.hex());
    }

    /** A file for what is no blob's chunks, and will be gone when this is opened again. */
    Path temporary() throws IOException {
        return Files.createTempFile(directory, "write", null);
    }

    /** Through no link that somebody has laid, which may lead anywhere. */
    private FileChannel open(BlobHash blob) throws IOException {
        return FileChannel.open(
                file(blob),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean holds(FileChannel file, Chunk chunk) throws IOException {
        int bytes = chunk.payload().remaining();
        if (file.size() < chunk.offset() + bytes) {
            return false;
        }
        ByteBuffer here = ByteBuffer.allocate(bytes);
        int read = 0;
        while (here.hasRemaining() && read >= 0) {
            read = file.read(here, chunk.offset() + here.position());
        }
        return here.flip().equals(chunk.payload());
    }
}
