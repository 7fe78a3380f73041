package io.remine.bench;

import io.remine.state.blob.BlobCache;
import io.remine.state.index.IndexView;
import io.remine.state.index.Segment;
import io.remine.state.index.SegmentCodec;
import io.remine.state.index.SegmentRef;
import io.remine.state.index.UnpublishedIndex;
import io.remine.state.index.VectorEncoding;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.state.tensor.Float16;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** An index of unit vectors, by default in random directions, and the same vectors in a file for a peer; repeats for a seed. */
final class RandomIndex {

    private static final int BUCKETS = 8; // the index job's default

    private RandomIndex() {}

    /**
     * Builds the view; the caller closes it.
     *
     * @param directory where files of segments go
     * @param vectors file that gets the vectors in the order of the view's rows
     */
    static IndexView build(int rows, int dimension, long seed, Path directory, Path vectors) throws IOException {
        Random random = new Random(seed);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(vectors))) {
            return build(rows, dimension, () -> unitVector(random, dimension), directory, file);
        }
    }

    /**
     * Builds the view of vectors from somewhere; the caller closes it.
     *
     * @param directory where files of segments go
     * @param file gets the vectors in the order of the view's rows
     */
    static IndexView build(int rows, int dimension, Supplier<float[]> vectors, Path directory, OutputStream file)
            throws IOException {
        List<SegmentRef> segments = new ArrayList<>();
        try (BlobCache cache = BlobCache.open(directory.resolve("index"))) {
            for (int bucket = 0, done = 0; bucket < BUCKETS; bucket++) {
                int end = (int) ((bucket + 1L) * rows / BUCKETS);
                List<Segment.Row> ofBucket = new ArrayList<>();
                for (; done < end; done++) {
                    float[] vector = inHalves(vectors.get());
                    file.write(bytes(vector));
                    ofBucket.add(new Segment.Row(new DocumentId("d" + done), 1L + done, "", vector));
                }
                Segment segment = new Segment(bucket, Generation.FIRST, dimension, ofBucket, List.of());
                byte[] blob = SegmentCodec.write(segment, VectorEncoding.HALF);
                cache.write(blob);
                segments.add(UnpublishedIndex.reference(blob, ofBucket.size()));
            }
            return UnpublishedIndex.view(dimension, segments, cache);
        }
    }

    /** The vector as the index job writes it by default; a peer gets the same numbers. */
    private static float[] inHalves(float[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] = Float16.toFloat(Float16.fromFloat(vector[i]));
        }
        return vector;
    }

    static float[] unitVector(Random random, int dimension) {
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimension; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }
}
