package io.remine.streams.snapshot;

import io.remine.state.index.Manifest;
import io.remine.state.index.Segment;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code index.faiss}, which {@code faiss.read_index} reads as an {@code IndexFlatIP}, and {@code ids.txt}, whose line <em>n</em>
 * is the id of the vector <em>n</em>, both from 0.
 *
 * <p>The file, little-endian, as {@code faiss/impl/index_write.cpp} writes it: {@code IxFI}; dimension (int); number of vectors
 * (long); twice 2^20 (long), which are reserved; 1, for trained (byte); 0, for the inner product (int); number of floats
 * (long); the floats, vector after vector.
 */
final class FaissFlatExport implements IndexExport {

    private static final int HEADER_BYTES = 45;
    private static final long RESERVED = 1 << 20;

    private final OutputStream vectors;
    private final BufferedWriter ids;
    private final ByteBuffer vector;

    FaissFlatExport(Path directory, Manifest manifest) throws IOException {
        vectors = new BufferedOutputStream(Files.newOutputStream(directory.resolve("index.faiss")));
        ids = Files.newBufferedWriter(directory.resolve("ids.txt"));
        vector = ByteBuffer.allocate(Math.multiplyExact(manifest.dimension(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        vectors.write(header(manifest.dimension(), manifest.documents()));
    }

    private static byte[] header(int dimension, long documents) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("IxFI".getBytes(StandardCharsets.US_ASCII))
                .putInt(dimension)
                .putLong(documents)
                .putLong(RESERVED)
                .putLong(RESERVED)
                .put((byte) 1)
                .putInt(0)
                .putLong(Math.multiplyExact(documents, dimension))
                .array();
    }

    @Override
    public void add(Segment.Row row) throws IOException {
        vector.clear().asFloatBuffer().put(row.vector());
        vectors.write(vector.array());
        ids.write(row.id().value());
        ids.write('\n');
    }

    @Override
    public void close() throws IOException {
        try (vectors;
                ids) {
            ids.flush();
        }
    }
}
