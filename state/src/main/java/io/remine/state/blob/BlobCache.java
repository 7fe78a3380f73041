package io.remine.state.blob;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Blobs in a directory of this machine, one file each, named by its hash. A file appears under its name only when its bytes
 * were verified, and what an earlier life has left is verified again before it is used: what a disk did to it is found here.
 *
 * <p>A directory belongs to one cache at a time. Safe for use by several threads.
 */
public final class BlobCache implements BlobSource, AutoCloseable {

    /** Most processes of one machine that open the same directory. */
    private static final int MAX_DIRECTORIES = 64;

    private final Path complete;
    private final Path incoming;
    private final FileChannel lockFile;

    /** Blobs whose bytes this life has verified, and put there itself or mapped. */
    private final Set<BlobHash> verified = ConcurrentHashMap.newKeySet();

    private BlobCache(Path complete, Path incoming, FileChannel lockFile) {
        this.complete = complete;
        this.incoming = incoming;
        this.lockFile = lockFile;
    }

    /**
     * Opens the directory and makes it if it does not exist. Chunks that an earlier life has put stay for this one.
     *
     * @throws IOException if the directory cannot be used, or another cache uses it
     */
    public static BlobCache open(Path directory) throws IOException {
        return openIfFree(directory)
                .orElseThrow(() -> new IOException(
                        "cache directory %s is in use; give each reader a directory of its own".formatted(directory)));
    }

    /**
     * Opens the directory or, if other processes of this machine use it, the first of {@code NAME-2}, {@code NAME-3} and so
     * on that is free: readers that share their settings then need not share a cache.
     *
     * @throws IOException if a directory cannot be used, or all are in use
     */
    public static BlobCache openFree(Path directory) throws IOException {
        for (int number = 1; number <= MAX_DIRECTORIES; number++) {
            String suffix = number == 1 ? "" : "-" + number;
            Optional<BlobCache> cache = openIfFree(directory.resolveSibling(directory.getFileName() + suffix));
            if (cache.isPresent()) {
                return cache.get();
            }
        }
        throw new IOException("cache directory %s and %d more beside it are in use; give each reader one of its own"
                .formatted(directory, MAX_DIRECTORIES - 1));
    }

    private static Optional<BlobCache> openIfFree(Path directory) throws IOException {
        Path complete = Files.createDirectories(directory.resolve("blobs"));
        Path incoming = Files.createDirectories(directory.resolve("incoming"));
        FileChannel lockFile =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(lockFile)) {
            lockFile.close();
            return Optional.empty();
        }
        for (Path leftover : files(incoming)) {
            if (!BlobHash.isOne(name(leftover)) || !Files.isRegularFile(leftover, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(leftover);
            }
        }
        return Optional.of(new BlobCache(complete, incoming, lockFile));
    }

    /** Whether the blob is here. */
    public boolean contains(BlobHash blob) {
        return Files.exists(file(blob));
    }

    /** Whether the blob is here, as large as it should be; whether its bytes are right shows when they are read. */
    boolean holds(BlobRef blob) throws IOException {
        return contains(blob.hash()) && bytes(blob.hash()) == blob.bytes();
    }

    /** Where it is: a place also for what says something of its blobs, and belongs to whoever has it open. */
    public Path directory() {
        return complete.getParent();
    }

    /** The names of the blobs that are here. */
    public Set<BlobHash> hashes() throws IOException {
        return hashes(complete);
    }

    /**
     * The bytes of a blob, verified.
     *
     * @throws java.nio.file.NoSuchFileException if it is not here
     * @throws CorruptDataException if the file holds something else; it is then gone from the cache
     */
    @Override
    public byte[] read(BlobRef blob) throws IOException {
        checkSize(blob);
        byte[] content = Files.readAllBytes(file(blob.hash()));
        checkHash(blob, BlobHash.of(content));
        return content;
    }

    /**
     * A blob's file as a buffer, verified in this life; the file is not changed any more, only removed.
     *
     * @throws java.nio.file.NoSuchFileException if it is not here
     * @throws CorruptDataException as in {@link #read}
     */
    @Override
    public ByteBuffer map(BlobRef blob) throws IOException {
        checkSize(blob);
        try (FileChannel file = FileChannel.open(file(blob.hash()), StandardOpenOption.READ)) {
            ByteBuffer content = file.map(FileChannel.MapMode.READ_ONLY, 0, blob.bytes());
            if (!verified.contains(blob.hash())) {
                MessageDigest digest = BlobHash.sha256();
                digest.update(content.duplicate());
                checkHash(blob, BlobHash.finish(digest.digest()));
                verified.add(blob.hash());
            }
            return content;
        }
    }

    private void checkSize(BlobRef blob) throws IOException {
        long bytes = bytes(blob.hash());
        if (bytes != blob.bytes()) {
            throw new CorruptDataException(
                    "blob %s has %d bytes, its reference says %d".formatted(blob.hash(), bytes, blob.bytes()));
        }
    }

    private void checkHash(BlobRef blob, BlobHash found) throws IOException {
        if (!found.equals(blob.hash())) {
            delete(blob.hash());
            throw new CorruptDataException(
                    "file %s is damaged and was removed; restart to fetch the blob again".formatted(file(blob.hash())));
        }
    }

    /** Keeps a blob. */
    public BlobRef write(byte[] blob) throws IOException {
        BlobRef reference = BlobRef.of(blob);
        Path temporary = Files.createTempFile(incoming, "write", null);
        Files.write(temporary, blob);
        publish(temporary, reference.hash());
        return reference;
    }

    /** Removes a blob, if it is here. */
    public void delete(BlobHash blob) throws IOException {
        verified.remove(blob);
        Files.deleteIfExists(file(blob));
    }

    /** The size of a blob that is here. */
    long bytes(BlobHash blob) throws IOException {
        return Files.size(file(blob));
    }

    /** The blobs of which chunks are here, but not known to be all. */
    Set<BlobHash> incoming() throws IOException {
        return hashes(incoming);
    }

    /** Prepares for the chunks of a blob that is not complete. What an earlier life has put of it stays, if it fits. */
    void begin(BlobHash blob, long blobBytes) throws IOException {
        if (Files.exists(incoming(blob), LinkOption.NOFOLLOW_LINKS)) {
            try (FileChannel file = openIncoming(blob)) {
                file.truncate(blobBytes);
            }
        }
    }

    /** Keeps a chunk of a blob that is not complete; writes nothing if it is here. */
    void put(Chunk chunk) throws IOException {
        try (FileChannel file = openIncoming(chunk.key().blob())) {
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

    /** Forgets the chunks of a blob that is not complete. */
    void discard(BlobHash blob) throws IOException {
        Files.deleteIfExists(incoming(blob));
    }

    /**
     * Gives what was put together its name, if it is the blob; says whether it is.
     *
     * @param written the hash of what was put, if it is known; else the file is read for it
     */
    boolean complete(BlobHash blob, Optional<BlobHash> written) throws IOException {
        BlobHash found = written.isPresent() ? written.get() : hash(incoming(blob));
        if (!found.equals(blob)) {
            return false;
        }
        publish(incoming(blob), blob);
        return true;
    }

    /**
     * Takes a blob out of sight, as something to be put together again; says whether it was here. Who has mapped it keeps it: what is
     * changed from here on is a copy.
     */
    boolean reopen(BlobHash blob) throws IOException {
        if (!contains(blob)) {
            return false;
        }
        Files.copy(file(blob), incoming(blob), StandardCopyOption.REPLACE_EXISTING);
        delete(blob);
        return true;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private void publish(Path content, BlobHash blob) throws IOException {
        Files.move(content, file(blob), StandardCopyOption.ATOMIC_MOVE);
        verified.add(blob);
    }

    private Path incoming(BlobHash blob) {
        return incoming.resolve(blob.hex());
    }

    private Path file(BlobHash blob) {
        return complete.resolve(blob.hex());
    }

    /** Through no link that somebody has laid, which may lead anywhere. */
    private FileChannel openIncoming(BlobHash blob) throws IOException {
        return FileChannel.open(
                incoming(blob),
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

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static Set<BlobHash> hashes(Path directory) throws IOException {
        Set<BlobHash> hashes = new HashSet<>();
        for (Path file : files(directory)) {
            if (BlobHash.isOne(name(file))) {
                hashes.add(new BlobHash(name(file)));
            }
        }
        return hashes;
    }

    private static BlobHash hash(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digesting = new DigestInputStream(in, BlobHash.sha256())) {
            byte[] buffer = new byte[1 << 16];
            int read = 0;
            while (read >= 0) {
                read = digesting.read(buffer);
            }
            return BlobHash.finish(digesting.getMessageDigest().digest());
        }
    }

    private static boolean lock(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another cache of this process has it
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
