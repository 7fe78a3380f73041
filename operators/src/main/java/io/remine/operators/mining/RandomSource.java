package io.remine.operators.mining;

import io.remine.operators.part.PartType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Documents drawn from the index, each as likely as any other: for each query those that it may see, none twice, none
 * clicked for it.
 *
 * @param count how many for each query; all that there are if fewer
 */
public record RandomSource(int count) implements Source {

    private static final int DEFAULT_COUNT = 64;

    public static final PartType<Source> TYPE = new PartType<>(
            "random",
            "documents drawn from the whole index",
            parameters -> new RandomSource(parameters.integer("count", DEFAULT_COUNT, 1, TopSource.MAX_RANK)));

    private static final long serialVersionUID = 1L;

    public RandomSource {
        if (count < 1 || count > TopSource.MAX_RANK) {
            throw new IllegalArgumentException(
                    "%d random negatives, must be 1 to %d".formatted(count, TopSource.MAX_RANK));
        }
    }

    @Override
    public void addTo(List<CandidateSet> sets, MicroBatch batch) {
        SplittableRandom random = batch.random();
        for (CandidateSet set : sets) {
            draw(set, batch, random);
        }
    }

    /** Shuffles the rows as far as needed (Fisher and Yates), keeping only those that have moved. */
    private void draw(CandidateSet set, MicroBatch batch, SplittableRandom random) {
        Map<Integer, Integer> moved = new HashMap<>();
        int missing = count;
        for (int place = 0; missing > 0 && place < batch.rows(); place++) {
            int other = random.nextInt(place, batch.rows());
            int row = moved.getOrDefault(other, other);
            moved.put(other, moved.getOrDefault(place, place));
            if (!set.isClicked(row) && !set.contains(row) && batch.isAccessible(set.query(), row)) {
                set.add(row, 0);
                missing--;
            }
        }
    }
}
