package io.remine.streams.mine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairStore;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.memory.RecipeNumbers;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.operators.mining.Vectors;
import io.remine.operators.recipe.Recipe;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.QueryId;
import io.remine.state.tensor.PyTorch;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** The negatives that a recipe's own sources and filters take for examples of the queries, before any training. */
final class RecipeNegatives {

    private RecipeNegatives() {}

    static List<List<String>> of(Recipe recipe, List<AskedQuery> queries, Encoder encoder, IndexView index) {
        Untrained batch = new Untrained(
                queries.stream().map(RecipeNegatives::example).toList(),
                encoder.encodeQueries(queries.stream().map(AskedQuery::text).toList()),
                encoder,
                index,
                RecipeMemory.onHeap());
        List<CandidateSet> sets = recipe.mine(batch);
        for (CandidateSet set : sets) {
            set.candidates()
                    .forEach(each -> each.setCosine(
                            Vectors.dot(batch.queryVector(set.query()), batch.documentVectors(each.row())[0])));
        }
        recipe.shape(sets, batch, 1 / recipe.temperature().start());
        return sets.stream()
                .map(set -> set.negatives().stream()
                        .map(each -> index.id(each.row()).value())
                        .toList())
                .toList();
    }

    private static Example example(AskedQuery query) {
        List<DocumentId> positives =
                query.positives().stream().map(DocumentId::new).toList();
        return new Example(
                new QueryId(query.id()),
                query.text(),
                positives.get(0),
                Click.DEFAULT_KIND,
                1,
                List.of(),
                0,
                new InputPosition("examples", 0, 0),
                positives.subList(1, positives.size()),
                OptionalInt.empty(),
                List.of(),
                List.of());
    }

    /** Whoever is asked for a ranking, it is that of the first encoder. */
    @SuppressWarnings("ArrayRecordComponent") // not compared
    private record Untrained(
            List<Example> examples, float[][] vectors, Encoder encoder, IndexView index, RecipeMemory memory)
            implements MicroBatch {

        @Override
        public int size() {
            return examples.size();
        }

        @Override
        public Example example(int query) {
            return examples.get(query);
        }

        @Override
        public float[] queryVector(int query) {
            return vectors[query];
        }

        @Override
        public float[] teacherVector(int query) {
            return vectors[query];
        }

        @Override
        public int rows() {
            return index.rows();
        }

        @Override
        public OptionalLong rowOf(DocumentId document) {
            return index.rowOf(document);
        }

        @Override
        public DocumentId documentAt(long row) {
            return index.id(row);
        }

        @Override
        public float[][] documentVectors(long... rows) {
            try (NDManager scope = PyTorch.newManager()) {
                return Arrays.stream(rows)
                        .mapToObj(row -> index.vectors(scope, row).toFloatArray())
                        .toArray(float[][]::new);
            }
        }

        @Override
        public float[][] encodeDocuments(List<String> texts) {
            return encoder.encodeDocuments(texts);
        }

        @Override
        public int[][] ranking(Miner miner, int count) {
            return search(vectors, count);
        }

        @Override
        public int[][] neighbours(long[] rows, int count) {
            return search(documentVectors(rows), count);
        }

        private int[][] search(float[][] asked, int count) {
            try (NDManager scope = PyTorch.newManager();
                    NDArray batch = scope.create(asked)) {
                return index.search(batch, count).rows();
            }
        }

        @Override
        public boolean isAccessible(int query, long row) {
            return true;
        }

        @Override
        public boolean isOfOwnScope(int query, long row) {
            return false;
        }

        @Override
        public long step() {
            return 0;
        }

        @Override
        public SplittableRandom random() {
            return new SplittableRandom(0);
        }

        @Override
        public PairStore pairs() {
            return memory.pairs();
        }

        @Override
        public RecipeNumbers numbers() {
            return memory.numbers();
        }

        @Override
        public void count(Event event, int times) {}
    }
}
