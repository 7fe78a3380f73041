package io.remine.state.live;

/**
 * How far a live index has come with what was on the topics when it began. Kafka tells how many offsets there are, not how
 * many bytes; a compacted topic has gaps between its offsets.
 *
 * @param recordsRead records handed in, of all topics, since it was opened
 * @param bytesRead their keys and values
 * @param offsets gone past, of those that were there at the beginning; what a cache knew already is not among them
 * @param ofOffsets how many those are; 0 before the topics are known
 */
public record Progress(long recordsRead, long bytesRead, long offsets, long ofOffsets) {

    static final Progress NONE = new Progress(0, 0, 0, 0);

    /** From 0 to 1, which is everything that was there. */
    public double fraction() {
        return ofOffsets == 0 ? 0 : (double) offsets / ofOffsets;
    }

    /** Bytes to be read until it has caught up, guessed from those so far; 0 before the first. */
    public long expectedBytes() {
        return offsets == 0 ? 0 : Math.round(bytesRead / fraction());
    }
}
