package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.mining.Vectors;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.optimizer.AdamW;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What training the beginnings of vectors is for: to search with them alone. */
class MatryoshkaTest {

    private static final int SHORT = 6;
    private static final int EXAMPLES = 16;

    @Test
    void afterTrainingASearchWithTheFirstFewNumbersIsBetterThanAfterTrainingTheWholeAlone() {
        try (Encoder control =
                        new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
                IndexView index = TinyIndex.of(control)) {
            double whole = meanReciprocalRank(control, index, "");
            double beginnings = meanReciprocalRank(control, index, "dimensions: [%d, 12]\n".formatted(SHORT));
            assertThat(beginnings).isGreaterThan(whole + 0.05);
        }
    }

    private static double meanReciprocalRank(Encoder control, IndexView index, String dimensions) {
        TrainerSettings settings = new TrainerSettings(
                Recipes.parse(
                        "test",
                        """
                        sources: {top: {to: 40}}
                        positives: always
                        loss: infonce
                        optimizer: {learning-rate: 3e-3, weight-decay: 0, warmup-steps: 0}
                        """
                                + dimensions),
                0,
                1_000);
        List<Example> examples =
                IntStream.range(0, EXAMPLES).mapToObj(TinyIndex::example).toList();
        try (Encoder encoder = control.withOwnTrainable()) {
            float[] parameters = new float[encoder.trainable().size()];
            encoder.readParameters(parameters);
            AdamW optimizer = new AdamW(settings.recipe().optimizer(), parameters.length);
            Trainer trainer = new Trainer(encoder, control, parameters, optimizer, settings, 0);
            for (int step = 0; step < 40; step++) {
                trainer.step(examples, index);
            }
            float[][] queries =
                    encoder.encodeQueries(examples.stream().map(Example::text).toList());
            float[][] documents = control.encodeDocuments(TinyIndex.texts());
            double sum = 0;
            for (int query = 0; query < queries.length; query++) {
                sum += 1.0 / rank(queries[query], documents, query);
            }
            return sum / queries.length;
        }
    }

    /** Where the clicked document stands when the first numbers alone are compared. */
    private static int rank(float[] query, float[][] documents, int clicked) {
        List<Float> cosines = new ArrayList<>();
        for (float[] document : documents) {
            cosines.add(Vectors.dot(Prefixes.unit(query, SHORT), Prefixes.unit(document, SHORT)));
        }
        float own = cosines.get(clicked);
        return 1 + (int) cosines.stream().filter(cosine -> cosine > own).count();
    }
}
