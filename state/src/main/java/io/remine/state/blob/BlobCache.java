package io.remine.state.blob;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blobs in a directory of this machine, one file each, named by its hash. A file appears under its name only when its bytes
 * were verified, and what an earlier life has left is verified again before it is used: what a disk did to it is found here.
 * Where that life has left word of what the bytes were, their CRC-32C is enough for that.
 *
 * <p>A directory belongs to one cache at a time. Safe for use by several threads.
 */
public final class BlobCache implements BlobSource, AutoCloseable {

    /** Most processes of one machine that open the same directory. */
    private static final int MAX_DIRECTORIES = 64;

    private final Path complete;
    private final IncomingBlobs incoming;
    private final FileChannel lockFile;

    /** The CRC-32C of blobs whose bytes this life has verified, and put there itself or mapped. */
    private final Map<BlobHash, Integer> verified = new ConcurrentHashMap<>();

    /** The CRC-32C of blobs whose bytes an earlier life had verified. */
    private final Map<BlobHash, Integer> expected = new ConcurrentHashMap<>();

    private BlobCache(Path complete, IncomingBlobs incoming, FileChannel lockFile) {
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
        FileChannel lockFile =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean isOpen = false;
        try {
            if (!lock(lockFile)) {
                return Optional.empty();
            }
            IncomingBlobs incoming = IncomingBlobs.open(directory.resolve("incoming"));
            isOpen = true;
            return Optional.of(new BlobCache(complete, incoming, lockFile));
        } finally {
            if (!isOpen) {
                lockFile.close();
            }
        }
    }

    /** Whether the blob is here. */
    public boolean contains(BlobHash blob) {
        return Files.exists(file(blob));
    }

    /** Whether the blob is here, as large as it should be; whether its bytes are right shows when they are read. */
    boolean holds(BlobRef blob) throws IOException {
        try {
            return bytes(blob.hash()) == blob.bytes();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Where it is: a place also for what says something of its blobs, and belongs to whoever has it open. */
    public Path directory() {
        return complete.getParent();
    }

    /** The names of the blobs that are here. */
    public Set<BlobHash> hashes() throws IOException {
        return BlobFiles.hashes(complete);
    }

    /**
     * The bytes of a blob, verified.
     *
     * @throws NoSuchFileException if it is not here
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
     * @throws NoSuchFileException if it is not here
     * @throws CorruptDataException as in {@link #read}
     */
    @Override
    public ByteBuffer map(BlobRef blob) throws IOException {
        checkSize(blob);
        try (FileChannel file = FileChannel.open(file(blob.hash()), StandardOpenOption.READ)) {
            ByteBuffer content = file.map(FileChannel.MapMode.READ_ONLY, 0, blob.bytes());
            if (!verified.containsKey(blob.hash())) {
                verified.put(blob.hash(), verify(blob, content));
            }
            return content;
        }
    }

    /** Takes an earlier life's word for what the blob's bytes were. */
    public void expect(CachedBlob blob) {
        blob.crc32c().ifPresent(crc32c -> expected.put(blob.blob().hash(), crc32c));
    }

    /** What a later life may {@link #expect}. */
    CachedBlob describe(BlobRef blob) {
        Integer crc32c = verified.getOrDefault(blob.hash(), expected.get(blob.hash()));
        return new CachedBlob(blob, crc32c == null ? OptionalInt.empty() : OptionalInt.of(crc32c));
    }

    /** The CRC-32C of the bytes, which are the blob's. */
    private int verify(BlobRef blob, ByteBuffer content) throws IOException {
        Integer crc32c = expected.get(blob.hash());
        if (crc32c != null && BlobDigest.crc32c(content) == crc32c) {
            return crc32c;
        }
        BlobDigest.Digests found = BlobDigest.of(content);
        checkHash(blob, found.sha256());
        return found.crc32c();
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
        BlobDigest.Digests digests = BlobDigest.of(ByteBuffer.wrap(blob));
        BlobRef reference = new BlobRef(digests.sha256(), blob.length);
        Path temporary = incoming.temporary();
        Files.write(temporary, blob);
        publish(temporary, digests);
        return reference;
    }

    /** Removes a blob, if it is here. */
    public void delete(BlobHash blob) throws IOException {
        verified.remove(blob);
        expected.remove(blob);
        Files.deleteIfExists(file(blob));
    }

    /** The size of a blob that is here. */
    long bytes(BlobHash blob) throws IOException {
        return Files.size(file(blob));
    }

    /** Blobs that are to be put together here. */
    IncomingBlobs incoming() {
        return incoming;
    }

    /**
     * Gives what was put together its name, if it is the blob; says whether it is.
     *
     * @param written what was put, if that is known; else the file is read for it
     */
    boolean complete(BlobHash blob, Optional<BlobDigest.Digests> written) throws IOException {
        BlobDigest.Digests found = written.isPresent() ? written.get() : incoming.digests(blob);
        if (!found.sha256().equals(blob)) {
            return false;
        }
        publish(incoming.file(blob), found);
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
        incoming.beginWith(file(blob), blob);
        delete(blob);
        return true;
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private void publish(Path content, BlobDigest.Digests digests) throws IOException {
        Files.move(content, file(digests.sha256()), StandardCopyOption.ATOMIC_MOVE);
        verified.put(digests.sha256(), digests.crc32c());
    }

    private Path file(BlobHash blob) {
        return complete.resolve(blob.hex());
    }

    private static boolean lock(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another cache of this process has it
        }
    }
}
