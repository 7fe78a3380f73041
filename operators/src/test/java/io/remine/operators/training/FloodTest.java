package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.RawRecord;
import io.remine.operators.joining.Cap;
import io.remine.operators.joining.CapOperator;
import io.remine.operators.joining.Received;
import io.remine.operators.joining.ReceivedClickParser;
import io.remine.operators.joining.ReceivedCodec;
import io.remine.operators.memory.HeapPairStore;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.recipe.Recipes;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.Trainable;
import io.remine.state.evaluation.Ranking;
import io.remine.state.index.IndexView;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.QueryId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * One user who clicks on one document 100,000 times, each time for another search, among people who search for what they mean.
 * With a cap per user the flood moves neither what other searches find nor the document. Without one the same flood, cut to a
 * twentieth since a tiny encoder drowns in less, does.
 */
@SuppressWarnings("try") // the harness' close may be interrupted, which a test lets happen
class FloodTest {

    private static final long SEED = 11;
    private static final int HONEST = 1_200;
    private static final int FLOOD = 100_000;
    private static final int PART_OF_FLOOD = 5_000;
    private static final int TARGET = 5;
    private static final Cap CAP = new Cap(Cap.By.USER, 10, 3_600_000);
    private static final Recipe RECIPE = Recipes.parse(
            "test",
            """
            sources: {top: {to: 20}}
            loss: lambda
            optimizer: {learning-rate: 3e-4, warmup-steps: 0}
            """);

    /** @param targetRank the mean rank of the clicked document over all searches, from 1 */
    private record Found(double ndcg, double targetRank) {}

    @Test
    void aCapPerUserKeepsAFloodFromMovingWhatSearchesFind() throws Exception {
        System.out.println("seed " + SEED);
        try (Encoder control =
                        new Encoder(RandomEncoder.source(RandomEncoder.TINY, 7), new Trainable.AllButEmbeddings());
                IndexView index = TinyIndex.of(control)) {
            List<Example> honest =
                    IntStream.range(0, HONEST).mapToObj(TinyIndex::example).toList();
            Found clean = trained(control, index, honest);
            Found capped = trained(control, index, mixed(honest, survivors()));
            Found drowned = trained(control, index, mixed(honest, spam().subList(0, PART_OF_FLOOD)));
            System.out.printf("clean %s%ncapped %s%nwithout a cap %s%n", clean, capped, drowned);

            assertThat(capped.ndcg()).isGreaterThan(clean.ndcg() - 0.01);
            assertThat(Math.abs(capped.targetRank() - clean.targetRank())).isLessThanOrEqualTo(1);
            assertThat(drowned.ndcg()).as("the test can fail").isLessThan(clean.ndcg() - 0.01);
            assertThat(clean.targetRank() - drowned.targetRank()).isGreaterThan(1);
        }
    }

    private static List<Example> spam() {
        Random random = new Random(SEED);
        List<Example> spam = new ArrayList<>();
        for (int i = 0; i < FLOOD; i++) {
            Example asked = TinyIndex.example(random.nextInt(TinyIndex.DOCUMENTS), "d" + TARGET);
            spam.add(new Example(
                    new QueryId("spam" + i),
                    asked.text(),
                    new DocumentId("d" + TARGET),
                    "click",
                    1,
                    List.of(),
                    0,
                    new InputPosition("clicks", 0, i)));
        }
        return spam;
    }

    /** What passes the cap of all 100,000. */
    private static List<Example> survivors() throws Exception {
        try (var harness = new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new CapOperator(CAP)), CAP.by()::key, Types.STRING)) {
            harness.setup(CodecTypeInformation.of(ReceivedCodec.INSTANCE, Received.class)
                    .serializer());
            harness.open();
            List<Example> spam = spam();
            byte[] click = "{\"document\":\"d%d\",\"time\":1,\"user\":\"loud\"}"
                    .formatted(TARGET)
                    .getBytes(StandardCharsets.UTF_8);
            for (Example example : spam) {
                RawRecord raw =
                        new RawRecord(example.position(), 0, example.query().bytes(), click);
                harness.processElement(new StreamRecord<>(new ReceivedClickParser().parse(raw)));
            }
            assertThat(harness.getSideOutput(CapOperator.DEAD_LETTERS))
                    .hasSize(FLOOD - CAP.clicks())
                    .allMatch(letter -> letter.getValue().reason() == Reason.CAPPED);
            return harness.extractOutputValues().stream()
                    .map(received ->
                            spam.get(Math.toIntExact(received.raw().position().offset())))
                    .toList();
        }
    }

    /** The flood spread evenly over the honest stream. */
    private static List<Example> mixed(List<Example> honest, List<Example> flood) {
        List<Example> mixed = new ArrayList<>();
        int taken = 0;
        for (int i = 0; i < honest.size(); i++) {
            mixed.add(honest.get(i));
            int until = Math.toIntExact((long) flood.size() * (i + 1) / honest.size());
            mixed.addAll(flood.subList(taken, until));
            taken = until;
        }
        return mixed;
    }

    private static Found trained(Encoder control, IndexView index, List<Example> examples) {
        WorkerState state =
                TinyWorker.train(TinyWorker.fresh(control), RECIPE, control, index, new HeapPairStore(), examples);
        try (Encoder encoder = control.withOwnTrainable()) {
            encoder.writeParameters(state.parameters());
            return search(encoder);
        }
    }

    /** Words of each document that nobody has searched for together. */
    private static Found search(Encoder encoder) {
        List<String> texts = TinyIndex.texts();
        List<String> queries = texts.stream()
                .map(text -> text.split(" ", -1)[1] + " " + text.split(" ", -1)[2])
                .toList();
        float[][] asked = encoder.encodeQueries(queries);
        float[][] documents = encoder.encodeDocuments(texts);
        double ndcg = 0;
        double targetRank = 0;
        for (int query = 0; query < asked.length; query++) {
            float[] vector = asked[query];
            List<Integer> ranking = IntStream.range(0, documents.length)
                    .boxed()
                    .sorted((a, b) -> Double.compare(dot(vector, documents[b]), dot(vector, documents[a])))
                    .toList();
            ndcg += Ranking.ndcg(ranking, Map.of(query, 1), 10);
            targetRank += 1 + ranking.indexOf(TARGET);
        }
        return new Found(ndcg / asked.length, targetRank / asked.length);
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
