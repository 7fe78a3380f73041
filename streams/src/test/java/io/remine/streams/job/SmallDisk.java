package io.remine.streams.job;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.local.LocalFileSystem;

/**
 * A disk of this machine under {@code smalldisk:/PATH} that is full whenever a test wishes: whatever is written then fails
 * half way, as on a real one.
 */
public final class SmallDisk extends LocalFileSystem {

    private static final URI ROOT = URI.create("smalldisk:///");
    private static final AtomicBoolean FULL = new AtomicBoolean();
    private static final AtomicInteger REFUSALS = new AtomicInteger();

    /** Nothing can be written until {@link #free}. */
    public static void fill() {
        REFUSALS.set(0);
        FULL.set(true);
    }

    public static void free() {
        FULL.set(false);
    }

    /** How many writes have failed since it was filled. */
    public static int refusals() {
        return REFUSALS.get();
    }

    @Override
    public URI getUri() {
        return ROOT;
    }

    @Override
    public FSDataOutputStream create(Path path, WriteMode overwrite) throws IOException {
        return new Stream(super.create(path, overwrite));
    }

    /** For Flink, which finds it as a service. */
    public static final class Factory implements FileSystemFactory {

        @Override
        public String getScheme() {
            return ROOT.getScheme();
        }

        @Override
        public FileSystem create(URI uri) {
            return new SmallDisk();
        }
    }

    private static final class Stream extends FSDataOutputStream {

        private final FSDataOutputStream file;

        Stream(FSDataOutputStream file) {
            this.file = file;
        }

        @Override
        public void write(int value) throws IOException {
            checkRoom();
            file.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (FULL.get()) {
                file.write(bytes, offset, length / 2);
            }
            checkRoom();
            file.write(bytes, offset, length);
        }

        private static void checkRoom() throws IOException {
            if (FULL.get()) {
                REFUSALS.incrementAndGet();
                throw new IOException("No space left on device");
            }
        }

        @Override
        public long getPos() throws IOException {
            return file.getPos();
        }

        @Override
        public void flush() throws IOException {
            file.flush();
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
