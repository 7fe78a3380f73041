package io.remine.state.encoder;

import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Cuts texts into batches that keep the cores busy and their caches warm, and works on several at a time. */
final class Batches {

    /** Most texts of one batch. */
    static final int MAX_TEXTS = 64;
    /** Most tokens of one batch, with padding; a single longer text is a batch of its own. */
    static final int MAX_TOKENS = 512;

    private static final ForkJoinPool POOL = new ForkJoinPool(PyTorch.concurrentOperations());

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

    /**
     * Does the work for every batch, several at a time; a single one on the caller's thread. Returns when all are done, even
     * if the caller is interrupted: the work uses memory that the caller may free.
     */
    static <T> void forEach(List<List<T>> batches, Consumer<List<T>> work) {
        if (batches.size() <= 1) {
            batches.forEach(work);
            return;
        }
        List<ForkJoinTask<?>> tasks = new ArrayList<>();
        for (List<T> batch : batches) {
            tasks.add(ForkJoinTask.adapt(() -> work.accept(batch)));
        }
        POOL.invoke(ForkJoinTask.adapt(() -> {
            ForkJoinTask.invokeAll(tasks);
        }));
    }

    private static boolean fits(int texts, int longest) {
        return texts <= MAX_TEXTS && texts * longest <= MAX_TOKENS;
    }
}
