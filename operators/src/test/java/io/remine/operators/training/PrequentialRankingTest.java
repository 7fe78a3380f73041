package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.mining.Miner;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.TokenBatch;
import io.remine.state.encoder.Trainable;
import io.remine.state.evaluation.Prequential;
import io.remine.state.index.IndexView;
import io.remine.state.record.Example;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrequentialRankingTest {

    private static final int BATCH = 12;
    private static final List<Integer> SOME = List.of(1, 4, 5, 9);

    private Encoder encoder;
    private Encoder control;
    private IndexView index;
    private NDManager scope;

    @BeforeEach
    void open() {
        encoder = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
        control = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 8), new Trainable.AllButEmbeddings());
        index = TinyIndex.of(encoder);
        scope = PyTorch.newManager(encoder.device());
    }

    @AfterEach
    void close() {
        scope.close();
        index.close();
        control.close();
        encoder.close();
    }

    /** Of one relevant document, 1 / log2(1 + its rank). */
    @Test
    void theGainOfAnExampleIsSetAgainstTheControlsOfTheSame() {
        IndexedMicroBatch batch = batch(examples());
        int[][] byModel = batch.ranking(Miner.CURRENT, 10);
        int[][] byControl = batch.ranking(Miner.FIRST, 10);
        double difference = 0;
        for (int query = 0; query < BATCH; query++) {
            int row =
                    Math.toIntExact(index.rowOf(batch.example(query).clicked()).orElseThrow());
            difference += gain(byModel[query], row) - gain(byControl[query], row);
        }

        Prequential prequential = new PrequentialRanking(1).of(batch(examples()));

        assertThat(prequential.sampled()).isEqualTo(BATCH);
        assertThat(prequential.gainDifferences()).isNotZero().isCloseTo(difference, within(1e-9));
    }

    @Test
    void anExampleOfWhichNothingIsInTheIndexGainsNothingByEither() {
        Example unknown = TinyIndex.example(3, "gone");

        Prequential prequential = new PrequentialRanking(1).of(batch(List.of(unknown)));

        assertThat(prequential).isEqualTo(Prequential.NONE.plus(0, 0, 0));
    }

    @Test
    void theControlRanksAlikeWhetherItEncodesTheSampleOrItsVectorsAreAtHand() {
        IndexedMicroBatch taught = batch(examples());
        taught.teacherQueries();
        IndexedMicroBatch mined = batch(examples());
        mined.ranking(Miner.FIRST, 20);

        int[][] encoded = batch(examples()).rankingByControl(SOME, 10);

        assertThat(encoded).hasDimensions(SOME.size(), 10);
        assertThat(taught.rankingByControl(SOME, 10)).isDeepEqualTo(encoded);
        assertThat(mined.rankingByControl(SOME, 10)).isDeepEqualTo(encoded);
    }

    @Test
    void theControlEncodesNothingTwice() {
        IndexedMicroBatch taught = batch(examples());
        taught.teacherQueries();
        IndexedMicroBatch untaught = batch(examples());
        control.close();

        assertThat(taught.rankingByControl(SOME, 10)).hasDimensions(SOME.size(), 10);
        assertThatThrownBy(() -> untaught.rankingByControl(SOME, 10)).isInstanceOf(RuntimeException.class);
    }

    private IndexedMicroBatch batch(List<Example> examples) {
        List<int[]> tokens =
                encoder.tokenizeQueries(examples.stream().map(Example::text).toList());
        MinerCopies copies = new MinerCopies(List.of(), control, encoder.parameters(), Map.of());
        return new IndexedMicroBatch(
                examples,
                tokens,
                encoder.encode(scope, TokenBatch.of(tokens)),
                index,
                control,
                copies,
                scope,
                10,
                0,
                0,
                RecipeMemory.onHeap());
    }

    private static List<Example> examples() {
        return IntStream.range(0, BATCH).mapToObj(TinyIndex::example).toList();
    }

    private static double gain(int[] ranking, int row) {
        for (int place = 0; place < ranking.length; place++) {
            if (ranking[place] == row) {
                return Math.log(2) / Math.log(place + 2);
            }
        }
        return 0;
    }
}
