package io.remine.streams.readers;

import io.remine.state.record.DocumentId;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * Somebody who looks a word up, by the position-based click model (Richardson, Dominowska and Ragno 2007; Craswell et al.
 * 2008): the entry at position i, from 0, is examined with probability {@code (1 + i) ^ -bias}; an examined entry is clicked
 * if it is the right sense, but for a slip, and sometimes though it is not. The first click ends the lookup. Who finds
 * nothing leaves without a click.
 *
 * @param bias 0 to examine everything; the higher, the less is seen of what stands below
 * @param clickRight probability of a click on the right sense, once examined
 * @param clickWrong probability of a click on any other sense, once examined
 */
public record Reader(double bias, double clickRight, double clickWrong) {

    /** About 87 of 100 of its clicks on WordNet are on the right sense; a test measures it. */
    public static final Reader USUAL = new Reader(0.5, 0.95, 0.05);

    public Reader {
        if (!(bias >= 0) || !(clickWrong >= 0 && clickWrong <= clickRight && clickRight <= 1)) {
            throw new IllegalArgumentException(
                    "bias %s, right %s, wrong %s; the bias must be at least 0, and 0 <= wrong <= right <= 1"
                            .formatted(bias, clickRight, clickWrong));
        }
    }

    /** The position of the sense that is clicked, from 0; absent if the reader leaves without a click. */
    OptionalInt click(List<DocumentId> shown, DocumentId right, RandomGenerator random) {
        for (int position = 0; position < shown.size(); position++) {
            boolean examined = random.nextDouble() < Math.pow(1 + position, -bias);
            double attraction = shown.get(position).equals(right) ? clickRight : clickWrong;
            if (examined && random.nextDouble() < attraction) {
                return OptionalInt.of(position);
            }
        }
        return OptionalInt.empty();
    }
}
