package io.remine.state.live;

import io.remine.state.blob.BlobCache;
import java.io.IOException;
import java.nio.file.Path;

/** Where a live index keeps the blobs of its topics, each apart. */
record LiveCaches(BlobCache models, BlobCache index) implements AutoCloseable {

    /** Opens them in the directory, or beside those of another live index that uses it. */
    static LiveCaches open(Path directory) throws IOException {
        BlobCache models = BlobCache.openFree(directory.resolve("models"));
        try {
            return new LiveCaches(models, BlobCache.openFree(directory.resolve("index")));
        } catch (IOException | RuntimeException e) {
            models.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try (models) {
            index.close();
        }
    }
}
