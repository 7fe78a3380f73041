package io.remine.state.index;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * The vectors of a block where only their codes are in memory, in the order of the block's rows; the vectors themselves stay in the
 * segments, which are files that are read where they are asked for. Rows that came in segments without codebooks are coded with
 * those of the first segment that has some. A block in which none has, because it is small, has no codes: its vectors are read.
 */
final class CodedRows {

    private final List<VectorTensors> segments;
    private final SourceRows rows;
    private final Optional<ProductQuantizer> quantizer;
    private final byte[] codes; // [rows, parts]; empty without a quantiser

    /**
     * @param segments what makes up the block
     * @param rows of the block, in the segments
     */
    CodedRows(List<SegmentColumns> segments, SourceRows rows) {
        this.segments = segments.stream().map(SegmentColumns::vectors).toList();
        this.rows = rows;
        this.quantizer = segments.stream()
                .flatMap(segment -> segment.codes().stream())
                .map(CodeTensors::quantizer)
                .findFirst();
        this.codes = quantizer.map(q -> codes(segments, q)).orElse(new byte[0]);
    }

    private byte[] codes(List<SegmentColumns> stored, ProductQuantizer chosen) {
        int parts = chosen.parts();
        byte[] written = new byte[Math.multiplyExact(rows.count(), parts)];
        for (int row = 0; row < rows.count(); row++) {
            int segment = rows.source(row);
            int inSegment = rows.rowOf(segment, row);
            Optional<CodeTensors> here = stored.get(segment).codes();
            if (here.isPresent() && here.get().quantizer() == chosen) {
                ByteBuffer codesHere = here.get().codes().data();
                codesHere.get(inSegment * parts, written, row * parts, parts);
            } else {
                chosen.encode(segments.get(segment).row(inSegment), written, row * parts);
            }
        }
        return written;
    }

    int rows() {
        return rows.count();
    }

    /** What the codes were made with; empty if there are none. */
    Optional<ProductQuantizer> quantizer() {
        return quantizer;
    }

    /** [rows, parts], not to be changed. */
    byte[] codes() {
        return codes;
    }

    /** Reads the vector of a row. */
    float[] vector(int row) {
        int segment = rows.source(row);
        return segments.get(segment).row(rows.rowOf(segment, row));
    }

    /** What is in memory. */
    long bytes() {
        long codebooks = quantizer
                .map(chosen -> 2L * Float.BYTES * chosen.centroids().length)
                .orElse(0L);
        return codes.length + rows.bytes() + codebooks;
    }
}
