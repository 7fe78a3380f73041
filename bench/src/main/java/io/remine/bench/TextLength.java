package io.remine.bench;

import java.util.Random;

/**
 * How long texts are: the logarithm of the number of words is normally distributed.
 *
 * @param medianWords half of the texts are longer, 1 to {@value #MAX_WORDS}
 * @param spread standard deviation of the logarithm, 0 for all of one length
 */
record TextLength(int medianWords, double spread) {

    /** With the two special tokens as long as the encoder reads. */
    static final int MAX_WORDS = 126;

    /**
     * As search queries are: with MiniLM's tokens, the questions of MedQuAD and the titles of Stack Overflow have 5, 50, 95
     * and 100 % of their lengths at 7 to 9, 13 to 14, 22 to 23 and 43 to 44.
     */
    static final TextLength OF_QUERIES = new TextLength(12, 0.35);

    TextLength {
        if (medianWords < 1 || medianWords > MAX_WORDS) {
            throw new IllegalArgumentException("texts of %d words, must be 1 to %d".formatted(medianWords, MAX_WORDS));
        }
        if (!(spread >= 0 && spread <= 2)) {
            throw new IllegalArgumentException("spread %s of lengths, must be 0 to 2".formatted(spread));
        }
    }

    int words(Random random) {
        if (spread == 0) {
            return medianWords;
        }
        return (int)
                Math.max(1, Math.min(MAX_WORDS, Math.round(medianWords * Math.exp(spread * random.nextGaussian()))));
    }
}
