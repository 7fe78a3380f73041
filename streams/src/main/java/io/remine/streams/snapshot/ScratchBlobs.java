package io.remine.streams.snapshot;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.Blobs;
import io.remine.state.live.LiveIndexOptions;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cache of blobs that is empty at first and gone in the end, below the directory of the settings. */
final class ScratchBlobs implements AutoCloseable {

    static final BlobAssembler.Limits LIMITS =
            new BlobAssembler.Limits(LiveIndexOptions.DEFAULT_MAX_BLOB_BYTES, Blobs.MAX_BLOB_BYTES);

    private final Path directory;
    private final BlobCache cache;

    private ScratchBlobs(Path directory, BlobCache cache) {
        this.directory = directory;
        this.cache = cache;
    }

    static ScratchBlobs open(RemineConfiguration configuration) throws IOException {
        Path parent = Files.createDirectories(Path.of(configuration.get(RemineOptions.DIRECTORY), "cache"));
        Path directory = Files.createTempDirectory(parent, "snapshot");
        return new ScratchBlobs(directory, BlobCache.open(directory));
    }

    BlobCache cache() {
        return cache;
    }

    @Override
    public void close() throws IOException {
        cache.close();
        Directories.delete(directory);
    }
}
