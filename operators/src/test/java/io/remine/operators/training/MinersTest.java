package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.loss.InfoNceLoss;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.operators.mining.Positives;
import io.remine.operators.mining.Source;
import io.remine.operators.recipe.MicroBatches;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.index.IndexView;
import io.remine.state.optimizer.AdamW;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What each miner finds for the same sixteen queries, step after step, while the current model moves fast. */
class MinersTest {

    private static final Miner STALE = new Miner.Stale(4);
    private static final Miner MOMENTUM = new Miner.Momentum(0.9);
    private static final int STEPS = 12;
    private static final int DEPTH = 10;

    /** Trains on the current ranking and notes down the others. */
    private record NotingSource(Map<Miner, List<int[][]>> notes) implements Source {

        private static final long serialVersionUID = 1L;

        @Override
        public void addTo(List<CandidateSet> sets, MicroBatch batch) {
            for (Miner miner : List.of(Miner.CURRENT, Miner.FIRST, STALE, MOMENTUM)) {
                notes.computeIfAbsent(miner, key -> new ArrayList<>()).add(batch.ranking(miner, DEPTH));
            }
            int[][] ranking = batch.ranking(Miner.CURRENT, DEPTH);
            for (CandidateSet set : sets) {
                for (int row : ranking[set.query()]) {
                    set.add(row, 0);
                }
            }
        }

        @Override
        public List<Miner> miners() {
            return List.of(Miner.FIRST, STALE, MOMENTUM);
        }
    }

    @Test
    void eachRanksByTheParametersThatItStandsFor() {
        Map<Miner, List<int[][]>> rankings = rankings();
        List<int[][]> current = rankings.get(Miner.CURRENT);
        List<int[][]> first = rankings.get(Miner.FIRST);
        List<int[][]> stale = rankings.get(STALE);
        for (int step = 0; step < STEPS; step++) {
            assertThat(first.get(step)).as("the first encoder's, step %d", step).isDeepEqualTo(current.get(0));
            assertThat(stale.get(step))
                    .as("as at the last refresh, step %d", step)
                    .isDeepEqualTo(current.get(step - step % 4));
        }
        assertThat(Arrays.deepEquals(stale.get(4), stale.get(3))).isFalse();
        assertThat(Arrays.deepEquals(current.get(1), current.get(0))).isFalse();
        assertThat(changes(rankings.get(MOMENTUM)))
                .as("an average's negatives change, and less than the current ones'")
                .isGreaterThan(0)
                .isLessThan(changes(current) / 2);
    }

    /** How many documents enter the rankings from step to step. */
    private static long changes(List<int[][]> rankings) {
        long changes = 0;
        for (int step = 1; step < rankings.size(); step++) {
            for (int query = 0; query < rankings.get(step).length; query++) {
                Set<Integer> before =
                        Arrays.stream(rankings.get(step - 1)[query]).boxed().collect(Collectors.toSet());
                changes += Arrays.stream(rankings.get(step)[query])
                        .filter(row -> !before.contains(row))
                        .count();
            }
        }
        return changes;
    }

    private static Map<Miner, List<int[][]>> rankings() {
        Map<Miner, List<int[][]>> notes = new HashMap<>();
        Recipe like = Recipes.parse(
                "like",
                """
                sources: top
                loss: infonce
                optimizer: {learning-rate: 1e-2, weight-decay: 0, warmup-steps: 0}
                """);
        Recipe recipe = new Recipe(
                "noting",
                "",
                MicroBatches.IN_ORDER,
                List.of(new NotingSource(notes)),
                Positives.ALWAYS,
                List.of(),
                List.of(),
                List.of(),
                new InfoNceLoss(),
                like.temperature(),
                List.of(),
                like.optimizer());
        List<Example> examples =
                IntStream.range(0, 16).mapToObj(TinyIndex::example).toList();
        try (Encoder control =
                        new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
                Encoder encoder = control.withOwnTrainable();
                IndexView index = TinyIndex.of(control)) {
            float[] parameters = new float[encoder.trainable().size()];
            encoder.readParameters(parameters);
            AdamW optimizer = new AdamW(recipe.optimizer(), parameters.length);
            try (Trainer trainer =
                    new Trainer(encoder, control, parameters, optimizer, new TrainerSettings(recipe, 0, 1_000), 0)) {
                for (int step = 0; step < STEPS; step++) {
                    trainer.step(examples, index);
                }
            }
        }
        return notes;
    }
}
