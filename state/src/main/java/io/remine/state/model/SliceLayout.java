package io.remine.state.model;

/**
 * How the flat array of trainable parameters is cut into slices, the unit of merging and publishing. Every slice has
 * {@code sliceLength} floats but the last, which has what is left.
 *
 * @param total number of trainable parameters
 * @param sliceLength floats per slice; the default makes a slice's blob one chunk
 */
public record SliceLayout(int total, int sliceLength) {

    /** 768 KiB of floats. */
    public static final int DEFAULT_SLICE_LENGTH = 196_608;
    /** Most slices of one model: bounds a version's record. */
    public static final int MAX_SLICES = 1 << 14;

    public SliceLayout {
        if (total < 1 || sliceLength < 1) {
            throw new IllegalArgumentException(
                    "%d parameters in slices of %d, both must be at least 1".formatted(total, sliceLength));
        }
        long slices = ((long) total + sliceLength - 1) / sliceLength;
        if (slices > MAX_SLICES) {
            throw new IllegalArgumentException(
                    "%d parameters in slices of %d make %d slices, limit %d; use longer slices"
                            .formatted(total, sliceLength, slices, MAX_SLICES));
        }
    }

    /** Slices of the default length. */
    public static SliceLayout of(int total) {
        return new SliceLayout(total, DEFAULT_SLICE_LENGTH);
    }

    public int slices() {
        return (int) (((long) total + sliceLength - 1) / sliceLength);
    }

    /** Where the slice begins in the flat array. */
    public int start(int slice) {
        if (slice < 0 || slice >= slices()) {
            throw new IndexOutOfBoundsException("slice %d of %d".formatted(slice, slices()));
        }
        return slice * sliceLength;
    }

    /** Floats in the slice. */
    public int length(int slice) {
        return Math.min(sliceLength, total - start(slice));
    }

    /** A copy of the slice's part of the flat array. */
    public float[] copyOf(int slice, float[] flat) {
        checkFlat(flat);
        float[] part = new float[length(slice)];
        System.arraycopy(flat, start(slice), part, 0, part.length);
        return part;
    }

    /** Refuses an array that is not of this layout. */
    void checkFlat(float[] flat) {
        if (flat.length != total) {
            throw new IllegalArgumentException("%d parameters, the layout has %d".formatted(flat.length, total));
        }
    }
}
