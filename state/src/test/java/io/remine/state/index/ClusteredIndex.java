package io.remine.state.index;

import io.remine.state.record.Attributes;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** An index of clustered vectors that changes, for tests: one document in forty is in a scope, one in fifty is Finnish. */
final class ClusteredIndex {

    static final int DIMENSION = 12;
    static final String SCOPE = "secret";

    private static final int BUCKETS = 4;
    private static final int CLUSTERS = 300;
    private static final float DEVIATION = 0.5f;

    final FakeIndexJob job = new FakeIndexJob(BUCKETS, DIMENSION);

    private final Random random;
    private final float[][] centres;

    ClusteredIndex(int documents, long seed) {
        System.out.println("seed " + seed);
        random = new Random(seed);
        centres = IntStream.range(0, CLUSTERS)
                .mapToObj(cluster -> near(new float[DIMENSION], 1))
                .toArray(float[][]::new);
        for (int i = 0; i < documents; i++) {
            Optional<String> scope = i % 40 == 0 ? Optional.of(SCOPE) : Optional.empty();
            job.upsert("d" + i, "", scope, language(i % 50 == 1 ? "fi" : "en"), vector());
        }
    }

    static Attributes language(String code) {
        return new Attributes(Map.of("language", List.of(code)));
    }

    /** Gives these documents another vector, of any cluster. */
    void change(int begin, int end) {
        IntStream.range(begin, end).forEach(i -> job.upsert("d" + i, "", vector()));
    }

    /** The view of what was written so far, and of it only. */
    Lease<IndexView> view(IndexView previous) {
        try {
            IndexView view = IndexView.build(previous, job.checkpoint(), job);
            return Lease.of(view, view::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    float[] vector() {
        return near(centres[random.nextInt(CLUSTERS)], DEVIATION);
    }

    float[][] vectors(int count) {
        return IntStream.range(0, count).mapToObj(i -> vector()).toArray(float[][]::new);
    }

    private float[] near(float[] centre, float deviation) {
        float[] vector = new float[DIMENSION];
        double squares = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = centre[i] + deviation * (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; deviation < 1 && i < DIMENSION; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }
}
