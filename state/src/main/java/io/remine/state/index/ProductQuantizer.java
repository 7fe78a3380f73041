package io.remine.state.index;

/**
 * Product quantisation (Jégou, Douze, Schmid 2011, "Product Quantization for Nearest Neighbor Search", section II): a vector is
 * cut into m {@code parts} of equal {@code width}, and of each part only the number of its nearest centroid is kept, of k* = 256
 * that the part has for itself: m bytes, its code.
 *
 * <p>A query is not quantised (their asymmetric distance computation, with inner products in place of distances): its inner product
 * with a coded vector is the sum over the parts of its own part's with the centroid, which are looked up in a table made once.
 */
final class ProductQuantizer {

    /** Of each part: what a byte can name. */
    static final int CENTROIDS = 256;

    private final int parts;
    private final int width;
    private final float[] centroids; // [parts, CENTROIDS, width]
    private final float[]
            columns; // [parts, width, CENTROIDS]: the same, so that a loop over centroids reads neighbours
    private final float[] halfSquares; // [parts, CENTROIDS]: half of each one's squared length

    /** @param centroids [parts, CENTROIDS, width], finite; not copied, not to be changed */
    ProductQuantizer(int parts, int width, float[] centroids) {
        if (parts < 1 || width < 1 || centroids.length != (long) parts * CENTROIDS * width) {
            throw new IllegalArgumentException("%d numbers of centroids, must be %d parts of %d of %d numbers"
                    .formatted(centroids.length, parts, CENTROIDS, width));
        }
        this.parts = parts;
        this.width = width;
        this.centroids = centroids;
        this.columns = new float[centroids.length];
        this.halfSquares = new float[parts * CENTROIDS];
        for (int centroid = 0; centroid < halfSquares.length; centroid++) {
            int part = centroid / CENTROIDS;
            for (int i = 0; i < width; i++) {
                float value = centroids[centroid * width + i];
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "centroid %d of part %d holds %s".formatted(centroid % CENTROIDS, part, value));
                }
                columns[(part * width + i) * CENTROIDS + centroid % CENTROIDS] = value;
                halfSquares[centroid] += value * value / 2;
            }
        }
    }

    int parts() {
        return parts;
    }

    /** Numbers of a part. */
    int width() {
        return width;
    }

    /** [parts, CENTROIDS, width], not to be changed. */
    float[] centroids() {
        return centroids;
    }

    /** Writes the code of a vector, {@code parts} bytes. */
    void encode(float[] vector, byte[] codes, int at) {
        float[] scores = new float[CENTROIDS];
        for (int part = 0; part < parts; part++) {
            codes[at + part] = (byte) nearest(part, vector, scores);
        }
    }

    /** The centroid of least distance: the largest {@code <x, c> - |c|²/2}, of equal ones the first. */
    private int nearest(int part, float[] vector, float[] scores) {
        for (int centroid = 0; centroid < CENTROIDS; centroid++) {
            scores[centroid] = -halfSquares[part * CENTROIDS + centroid];
        }
        addProducts(part, vector, scores, 0);
        int best = 0;
        for (int centroid = 1; centroid < CENTROIDS; centroid++) {
            if (scores[centroid] > scores[best]) {
                best = centroid;
            }
        }
        return best;
    }

    /** The inner products of the query's parts with all centroids, [parts, CENTROIDS]. */
    float[] table(float[] query) {
        float[] table = new float[parts * CENTROIDS];
        for (int part = 0; part < parts; part++) {
            addProducts(part, query, table, part * CENTROIDS);
        }
        return table;
    }

    private void addProducts(int part, float[] vector, float[] products, int at) {
        for (int i = part * width; i < (part + 1) * width; i++) {
            float value = vector[i];
            int column = i * CENTROIDS;
            for (int centroid = 0; centroid < CENTROIDS; centroid++) {
                products[at + centroid] += value * columns[column + centroid];
            }
        }
    }

    /** The inner product of the query that the table was made of with the vector of the code at {@code at}. */
    float score(float[] table, byte[] codes, int at) {
        float even = 0;
        float odd = 0;
        int part = 0;
        for (; part + 1 < parts; part += 2) { // two sums, which do not wait for each other
            even += table[part * CENTROIDS + (codes[at + part] & 0xff)];
            odd += table[(part + 1) * CENTROIDS + (codes[at + part + 1] & 0xff)];
        }
        return part < parts ? even + odd + table[part * CENTROIDS + (codes[at + part] & 0xff)] : even + odd;
    }
}
