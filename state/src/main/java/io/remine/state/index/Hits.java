package io.remine.state.index;

/**
 * The best rows of a view for each of a batch of queries.
 *
 * @param rows [queries, k, or less if a query may see fewer rows of the view], to be resolved by the view that was searched
 * @param scores inner products, of the same shape, falling; where they are equal, rows rise
 */
@SuppressWarnings("ArrayRecordComponent") // the result of a computation, not compared
public record Hits(int[][] rows, float[][] scores) {

    public Hits {
        if (rows.length != scores.length) {
            throw new IllegalArgumentException(
                    "rows of %d queries, scores of %d".formatted(rows.length, scores.length));
        }
    }

    /** How many queries. */
    public int queries() {
        return rows.length;
    }
}
