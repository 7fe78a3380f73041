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
    private final int[] begins; // of each segment's rows among all rows of the segments
    private final int[] places; // of each row of the block among these; empty if they are the same
    private final int rows;
    private final Optional<ProductQuantizer> quantizer;
    private final byte[] codes; // [rows, parts]; empty without a quantiser

    /**
     * @param segments what makes up the block
     * @param places of each row of the block among the rows of all the segments
     */
    CodedRows(List<SegmentColumns> segments, int[] places) {
        this.segments = segments.stream().map(SegmentColumns::vectors).toList();
        this.begins = new int[segments.size() + 1];
        for (int i = 0; i < segments.size(); i++) {
            begins[i + 1] = Math.addExact(begins[i], segments.get(i).rows());
        }
        this.places = RowNumbers.areAll(places, begins[segments.size()]) ? new int[0] : places;
        this.rows = places.length;
        this.quantizer = segments.stream()
                .flatMap(segment -> segment.codes().stream())
                .map(CodeTensors::quantizer)
                .findFirst();
        this.codes = quantizer.map(q -> codes(segments, q)).orElse(new byte[0]);
    }

    private byte[] codes(List<SegmentColumns> stored, ProductQuantizer chosen) {
        int parts = chosen.parts();
        byte[] written = new byte[Math.multiplyExact(rows, parts)];
        for (int row = 0; row < rows; row++) {
            int segment = segment(row);
            int inSegment = place(row) - begins[segment];
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
        return rows;
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
        int segment = segment(row);
        return segments.get(segment).row(place(row) - begins[segment]);
    }

    /** What is in memory. */
    long bytes() {
        long codebooks = quantizer
                .map(chosen -> 2L * Float.BYTES * chosen.centroids().length)
                .orElse(0L);
        return codes.length + (long) Integer.BYTES * places.length + codebooks;
    }

    private int place(int row) {
        return places.length == 0 ? row : places[row];
    }

    private int segment(int row) {
        int place = place(row);
        int segment = 0;
        while (begins[segment + 1] <= place) {
            segment++;
        }
        return segment;
    }
}
