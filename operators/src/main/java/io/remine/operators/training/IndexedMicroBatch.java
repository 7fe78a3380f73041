package io.remine.operators.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairStore;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.memory.RecipeNumbers;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.TokenBatch;
import io.remine.state.index.IndexView;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.tensor.Gradients;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** A micro-batch over an index: searches once for each miner and depth, and encodes by each miner at most once. */
final class IndexedMicroBatch implements MicroBatch {

    private static final long SEED = 0x5EED_0F_4E61_7169L;

    private final List<Example> examples;
    private final List<int[]> tokens;
    private final NDArray queries; // [batch, hidden]
    private final float[][] queryVectors; // [batch, hidden]
    private final IndexView index;
    private final Encoder control;
    private final MinerCopies copies;
    private final NDManager scope;
    private final int currentDepth;
    private final long step;
    private final long seed;
    private final RecipeMemory memory;
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    private final Map<Miner, int[][]> rankings = new HashMap<>();
    private NDArray teacherQueries; // [batch, hidden], once asked for
    private float[][] teacherVectors;

    /**
     * @param queries the current parameters' vectors of the examples
     * @param control the generation's first encoder, the teacher
     * @param copies of the recipe's miners, as they are at this step
     * @param currentDepth how far the current ranking is looked at
     * @param step how many steps were taken
     * @param seed of what is drawn at random, another for each worker
     * @param memory what the recipe's parts remember
     */
    IndexedMicroBatch(
            List<Example> examples,
            List<int[]> tokens,
            NDArray queries,
            IndexView index,
            Encoder control,
            MinerCopies copies,
            NDManager scope,
            int currentDepth,
            long step,
            long seed,
            RecipeMemory memory) {
        this.examples = examples;
        this.tokens = tokens;
        this.queries = queries;
        this.queryVectors = rows(queries);
        this.index = index;
        this.control = control;
        this.copies = copies;
        this.scope = scope;
        this.currentDepth = currentDepth;
        this.step = step;
        this.seed = seed;
        this.memory = memory;
    }

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
        return queryVectors[query];
    }

    @Override
    public float[] teacherVector(int query) {
        if (teacherVectors == null) {
            teacherVectors = rows(teacherQueries());
        }
        return teacherVectors[query];
    }

    /** All of the teacher's query vectors. */
    NDArray teacherQueries() { // [batch, hidden]
        if (teacherQueries == null) {
            teacherQueries = Gradients.withoutGradients(() -> control.encode(scope, TokenBatch.of(tokens)));
        }
        return teacherQueries;
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
        return rows.length == 0 ? new float[0][] : rows(index.vectors(scope, rows));
    }

    @Override
    public float[][] encodeDocuments(List<String> texts) {
        return control.encodeDocuments(texts);
    }

    @Override
    public int[][] ranking(Miner miner, int count) {
        int[][] known = rankings.get(miner);
        if (known == null || depth(known) < Math.min(count, index.rows())) {
            int depth = miner.equals(Miner.CURRENT) ? Math.max(count, currentDepth) : count;
            known = search(vectors(miner), depth);
            rankings.put(miner, known);
        }
        int[][] ranking = new int[known.length][];
        for (int query = 0; query < known.length; query++) {
            ranking[query] = Arrays.copyOf(known[query], Math.min(count, known[query].length));
        }
        return ranking;
    }

    /**
     * The rankings of some examples by the first encoder: those that it has mined by, if any, or else with its query vectors
     * that are at hand, or else with some that are encoded for this.
     */
    int[][] rankingByControl(List<Integer> some, int count) {
        if (some.isEmpty() || index.rows() == 0) {
            return new int[some.size()][0];
        }
        if (rankings.containsKey(Miner.FIRST) || some.size() == size()) {
            int[][] all = ranking(Miner.FIRST, count);
            return some.stream().map(query -> all[query]).toArray(int[][]::new);
        }
        List<List<String>> theirScopes =
                some.stream().map(query -> examples.get(query).scopes()).toList();
        return index.search(controlQueries(some), count, theirScopes).rows();
    }

    private NDArray controlQueries(List<Integer> some) { // [some, hidden]
        if (teacherQueries != null) {
            int[] rows = some.stream().mapToInt(Integer::intValue).toArray();
            return teacherQueries.get(scope, new NDIndex("{}", scope.create(rows)));
        }
        TokenBatch theirTokens = TokenBatch.of(some.stream().map(tokens::get).toList());
        return Gradients.withoutGradients(() -> control.encode(scope, theirTokens));
    }

    private NDArray vectors(Miner miner) {
        if (miner instanceof Miner.Current) {
            return queries;
        }
        if (miner instanceof Miner.First) {
            return teacherQueries();
        }
        Encoder encoder = copies.encoder(miner);
        return Gradients.withoutGradients(() -> encoder.encode(scope, TokenBatch.of(tokens)));
    }

    private int[][] search(NDArray vectors, int count) {
        return index.rows() == 0
                ? new int[examples.size()][0]
                : index.search(vectors, count, scopes()).rows();
    }

    private List<List<String>> scopes() {
        return examples.stream().map(Example::scopes).toList();
    }

    @Override
    public int[][] neighbours(long[] rows, int count) {
        return rows.length == 0
                ? new int[0][]
                : index.search(index.vectors(scope, rows), count).rows();
    }

    @Override
    public boolean isAccessible(int query, long row) {
        return index.accessible(row, examples.get(query).scopes());
    }

    @Override
    public boolean isOfOwnScope(int query, long row) {
        List<String> scopes = examples.get(query).scopes();
        return !scopes.isEmpty() && index.scope(row).equals(Optional.of(scopes.get(0)));
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public SplittableRandom random() {
        return new SplittableRandom(SEED ^ (step * 0x9E37_79B9_7F4A_7C15L) ^ seed);
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
    public void count(Event event, int times) {
        if (times > 0) {
            events.merge(event, times, Integer::sum);
        }
    }

    /** What was counted so far. */
    Map<Event, Integer> events() {
        return Map.copyOf(events);
    }

    private static int depth(int[][] ranking) {
        return Arrays.stream(ranking).mapToInt(row -> row.length).max().orElse(0);
    }

    private static float[][] rows(NDArray array) {
        Shape shape = array.getShape();
        float[] flat = array.toFloatArray();
        int width = Math.toIntExact(shape.get(1));
        float[][] rows = new float[Math.toIntExact(shape.get(0))][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * width, (row + 1) * width);
        }
        return rows;
    }
}
