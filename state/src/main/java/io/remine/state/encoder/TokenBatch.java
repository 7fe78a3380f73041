package io.remine.state.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/** Tokenised texts that are encoded together, padded to the longest of them. */
public final class TokenBatch {

    private static final int ROWS_UNIT = 16; // few different counts of rows: each is prepared for, and that is kept

    private final List<int[]> texts;
    private final int tokens;
    private final boolean padded;

    private TokenBatch(List<int[]> texts, int tokens, boolean padded) {
        this.texts = texts;
        this.tokens = tokens;
        this.padded = padded;
    }

    /** A batch of these texts, of which there is at least one, each with at least one token id. */
    public static TokenBatch of(List<int[]> texts) {
        int longest = texts.stream().mapToInt(ids -> ids.length).max().orElse(0);
        int shortest = texts.stream().mapToInt(ids -> ids.length).min().orElse(0);
        if (shortest == 0) {
            throw new IllegalArgumentException("batch of %d texts, one without tokens".formatted(texts.size()));
        }
        return new TokenBatch(List.copyOf(texts), longest, shortest < longest);
    }

    /** How many texts. */
    public int size() {
        return texts.size();
    }

    /** Tokens of the longest text. */
    public int tokens() {
        return tokens;
    }

    /**
     * What {@code bert.torchscript} calls tokens, with the texts' tokens one after the other and no padding:
     *
     * <ol start="0">
     *   <li>token ids // [rows]
     *   <li>their positions in their texts // [rows]
     *   <li>the token of each place of the padded batch, any at padding // [batch, tokens]
     *   <li>if there is padding, each token's place in the padded batch, counted through // [rows]
     *   <li>if there is padding, what is added to attention scores: 0 at a text's tokens, negative infinity at padding //
     *       [batch, 1, 1, tokens]
     * </ol>
     *
     * <p>Rows are the texts' tokens; if there is padding, then also some at the end that nothing reads.
     */
    NDArray[] tensors(NDManager scope) {
        int all = texts.stream().mapToInt(text -> text.length).sum();
        int rows = padded ? (all + ROWS_UNIT - 1) / ROWS_UNIT * ROWS_UNIT : all;
        long[] ids = new long[rows];
        long[] positions = new long[rows];
        long[] slots = new long[size() * tokens];
        long[] places = new long[rows];
        int next = 0;
        for (int row = 0; row < size(); row++) {
            int[] text = texts.get(row);
            Arrays.fill(slots, row * tokens, (row + 1) * tokens, next);
            for (int position = 0; position < text.length; position++, next++) {
                ids[next] = text[position];
                positions[next] = position;
                slots[row * tokens + position] = next;
                places[next] = (long) row * tokens + position;
            }
        }
        NDArray idsOf = inEngineMemory(scope.create(ids));
        NDArray positionsOf = inEngineMemory(scope.create(positions));
        NDArray slotsOf = inEngineMemory(scope.create(slots, new Shape(size(), tokens)));
        return padded
                ? new NDArray[] {idsOf, positionsOf, slotsOf, inEngineMemory(scope.create(places)), attentionMask(scope)
                }
                : new NDArray[] {idsOf, positionsOf, slotsOf};
    }

    private NDArray attentionMask(NDManager scope) { // [batch, 1, 1, tokens]
        return inEngineMemory(
                scope.create(perToken(length -> 0, Float.NEGATIVE_INFINITY), new Shape(size(), 1, 1, tokens)));
    }

    /** What each token counts in the mean over its text's tokens; padding counts nothing. */
    NDArray poolingWeights(NDManager scope) { // [batch, 1, tokens]
        return inEngineMemory(scope.create(perToken(length -> 1f / length, 0), new Shape(size(), 1, tokens)));
    }

    /**
     * On a CPU an array made from Java values lies in Java's memory, which is freed with its wrapper, although what was
     * recorded for the way backward still reads it.
     */
    static NDArray inEngineMemory(NDArray overJavaMemory) {
        try (overJavaMemory) {
            return overJavaMemory.duplicate();
        }
    }

    private float[] perToken(LengthToFloat ofLength, float atPadding) {
        float[] values = new float[size() * tokens];
        for (int row = 0; row < size(); row++) {
            int length = texts.get(row).length;
            Arrays.fill(values, row * tokens, row * tokens + length, ofLength.apply(length));
            Arrays.fill(values, row * tokens + length, (row + 1) * tokens, atPadding);
        }
        return values;
    }

    @FunctionalInterface
    private interface LengthToFloat {
        float apply(int length);
    }
}
