package io.remine.bench;

import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.QueryId;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts of everyday words: their meaning does not matter to a clock, their length does. Examples repeat for a seed. */
final class SyntheticTask {

    private static final List<String> WORDS = List.of(
            ("river bank boat water stone wind tree leaf root house door window table chair paper letter word book page"
                            + " light dark cold warm slow quick long short high low near far north south east west spring"
                            + " summer autumn winter morning evening night day week month year bread milk salt fish bird"
                            + " horse dog road bridge hill field wood iron gold silver glass cloth thread needle wheel")
                    .split(" "));

    private final int documents;
    private final TextLength length;
    private final long seed;

    SyntheticTask(int documents, TextLength length, long seed) {
        this.documents = documents;
        this.length = length;
        this.seed = seed;
    }

    int documents() {
        return documents;
    }

    static DocumentId documentId(int document) {
        return new DocumentId("d" + document);
    }

    String document(int document) {
        return text(new Random(seed + document));
    }

    /** A unit vector in a random direction, for where a document's own would only take time to encode. */
    float[] vector(int document, int dimension) {
        Random random = new Random(~seed - document);
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < dimension; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    /** The example of this number, as if read from the topic of examples. */
    Example example(int number) {
        Random random = new Random(seed - 1 - number);
        return new Example(
                new QueryId("q" + number),
                text(random),
                documentId(random.nextInt(documents)),
                Click.DEFAULT_KIND,
                1,
                List.of(),
                0,
                new InputPosition("examples", 0, number));
    }

    /**
     * A text that a document answers.
     *
     * @param text some of the document's words, in any order
     */
    record Question(String text, int document) {}

    /** The question of this number. */
    Question question(int number, TextLength lengths) {
        Random random = new Random(seed - 1 - number);
        int document = random.nextInt(documents);
        List<String> words = List.of(document(document).split(" "));
        String text = IntStream.range(0, lengths.words(random))
                .mapToObj(word -> words.get(random.nextInt(words.size())))
                .collect(Collectors.joining(" "));
        return new Question(text, document);
    }

    private String text(Random random) {
        return IntStream.range(0, length.words(random))
                .mapToObj(word -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining(" "));
    }
}
