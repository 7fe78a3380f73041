package io.remine.state.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts texts into batches that keep the cores busy and their caches warm. */
final class Batches {

    /** Most texts of one batch. */
    static final int MAX_TEXTS = 64;
    /** Most tokens of one batch, with padding; a single longer text is a batch of its own. */
    static final int MAX_TOKENS = 1024;

    private Batches() {}

    /**
     * Consecutive batches of these texts.
     *
     * @param byLength sorted by length, the shortest first, so that little is padded
     * @param length tokens of a text
     */
    static <T> List<List<T>> of(List<T> byLength, ToIntFunction<T> length) {
        List<List<T>> batches = new ArrayList<>();
        int begin = 0;
        for (int end = 1; end <= byLength.size(); end++) {
            if (end == byLength.size() || !fits(end + 1 - begin, length.applyAsInt(byLength.get(end)))) {
                batches.add(byLength.subList(begin, end));
                begin = end;
            }
        }
        return batches;
    }

    private static boolean fits(int texts, int longest) {
        return texts <= MAX_TEXTS && texts * longest <= MAX_TOKENS;
    }
}
