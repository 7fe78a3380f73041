package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The codes of a segment's rows as tensors, beside their vectors: {@code codebooks} F32 [parts, 256, width], the centroids of a
 * {@link ProductQuantizer}, and {@code codes} U8 [rows, parts]. They are there if the segment has enough rows to learn them from.
 */
record CodeTensors(ProductQuantizer quantizer, Tensor codes) {

    /** Fewest rows that codebooks are learnt from: 16 for each centroid. Fewer are small in memory anyway. */
    static final int MIN_ROWS = 16 * ProductQuantizer.CENTROIDS;

    /** Numbers of a part: a byte for 8 of them is a 32nd of what they are in single precision. */
    static final int WIDTH = 8;

    private static final String CODEBOOKS = "codebooks";
    private static final String CODES = "codes";

    static void write(List<float[]> rows, int dimension, List<Tensor> tensors) {
        if (rows.size() < MIN_ROWS || dimension % WIDTH != 0) {
            return;
        }
        int parts = dimension / WIDTH;
        ProductQuantizer quantizer = Centroids.learn(rows, parts, WIDTH);
        byte[] codes = new byte[Math.multiplyExact(rows.size(), parts)];
        for (int row = 0; row < rows.size(); row++) {
            quantizer.encode(rows.get(row), codes, row * parts);
        }
        tensors.add(Tensor.of(CODEBOOKS, quantizer.centroids(), parts, ProductQuantizer.CENTROIDS, WIDTH));
        tensors.add(Tensor.of(CODES, codes, rows.size(), parts));
    }

    static Optional<CodeTensors> read(int rows, int dimension, SafeTensors tensors) throws CorruptDataException {
        if (tensors.find(CODEBOOKS).isEmpty()) {
            return Optional.empty();
        }
        Tensor codebooks = tensors.tensor(CODEBOOKS, Tensor.Type.F32);
        Tensor codes = tensors.tensor(CODES, Tensor.Type.U8);
        long[] shape = codebooks.shape();
        boolean fits = shape.length == 3
                && shape[1] == ProductQuantizer.CENTROIDS
                && shape[0] * shape[2] == dimension
                && Arrays.equals(codes.shape(), new long[] {rows, shape[0]});
        if (!fits) {
            throw new CorruptDataException(
                    "segment: %s and %s, must be [parts, %d, width] and [%d, parts], parts * width = %d"
                            .formatted(codebooks, codes, ProductQuantizer.CENTROIDS, rows, dimension));
        }
        return Optional.of(
                new CodeTensors(new ProductQuantizer((int) shape[0], (int) shape[2], codebooks.toFloats()), codes));
    }
}
