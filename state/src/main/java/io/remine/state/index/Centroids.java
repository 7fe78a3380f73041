package io.remine.state.index;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Learns the centroids of one part of a {@link ProductQuantizer}: k-means (Lloyd 1982, "Least Squares Quantization in PCM") on
 * some of the vectors. The same vectors give the same centroids on every machine: the seed is fixed, and all sums are made in
 * one order.
 */
final class Centroids {

    /** Vectors that are learnt from, spread evenly over all; more change recall by less than it varies. */
    private static final int MAX_SAMPLE = 8_192;

    private static final int ITERATIONS = 10;
    private static final long SEED = 17;

    /** By how much a centroid that is moved beside another one differs from it. */
    private static final float SPLIT = 1f / 1024;

    private static final int COUNT = ProductQuantizer.CENTROIDS;

    private final int width;
    private final float[] points; // [points, width]
    private final int[] nearest; // of each point
    private final float[] centroids; // [COUNT, width]

    private Centroids(int width, float[] points) {
        this.width = width;
        this.points = points;
        this.nearest = new int[points.length / width];
        this.centroids = new float[COUNT * width];
    }

    /**
     * A quantiser for these vectors and others like them.
     *
     * @param vectors at least as many as a part has centroids
     */
    static ProductQuantizer learn(List<float[]> vectors, int parts, int width) {
        float[] all = new float[parts * COUNT * width];
        int count = Math.min(MAX_SAMPLE, vectors.size());
        for (int part = 0; part < parts; part++) {
            float[] points = new float[count * width];
            for (int i = 0; i < count; i++) {
                float[] vector = vectors.get((int) ((long) i * vectors.size() / count));
                System.arraycopy(vector, part * width, points, i * width, width);
            }
            System.arraycopy(new Centroids(width, points).learn(), 0, all, part * COUNT * width, COUNT * width);
        }
        return new ProductQuantizer(parts, width, all);
    }

    private float[] learn() {
        int[] first =
                new Random(SEED).ints(0, nearest.length).distinct().limit(COUNT).toArray();
        for (int centroid = 0; centroid < COUNT; centroid++) {
            System.arraycopy(points, first[centroid] * width, centroids, centroid * width, width);
        }
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            assign();
            update();
        }
        return centroids;
    }

    private void assign() {
        ProductQuantizer one = new ProductQuantizer(1, width, centroids.clone());
        float[] point = new float[width];
        byte[] code = new byte[1];
        for (int i = 0; i < nearest.length; i++) {
            System.arraycopy(points, i * width, point, 0, width);
            one.encode(point, code, 0);
            nearest[i] = code[0] & 0xff;
        }
    }

    /** Moves each centroid into the middle of its points, and one without points beside the one that has most. */
    private void update() {
        int[] members = new int[COUNT];
        double[] sums = new double[COUNT * width];
        for (int point = 0; point < nearest.length; point++) {
            members[nearest[point]]++;
            for (int i = 0; i < width; i++) {
                sums[nearest[point] * width + i] += points[point * width + i];
            }
        }
        for (int centroid = 0; centroid < COUNT; centroid++) {
            for (int i = 0; i < width && members[centroid] > 0; i++) {
                centroids[centroid * width + i] = (float) (sums[centroid * width + i] / members[centroid]);
            }
        }
        for (int centroid = 0; centroid < COUNT; centroid++) {
            if (members[centroid] == 0) {
                split(largest(members), centroid, members);
            }
        }
    }

    private static int largest(int[] members) {
        int most = Arrays.stream(members).max().orElseThrow();
        int centroid = 0;
        while (members[centroid] < most) {
            centroid++;
        }
        return centroid;
    }

    private void split(int from, int to, int[] members) {
        for (int i = 0; i < width; i++) {
            float value = centroids[from * width + i];
            float shift = (i % 2 == 0 ? SPLIT : -SPLIT) * value;
            centroids[to * width + i] = value + shift;
            centroids[from * width + i] = value - shift;
        }
        members[to] = members[from] / 2;
        members[from] -= members[to];
    }
}
