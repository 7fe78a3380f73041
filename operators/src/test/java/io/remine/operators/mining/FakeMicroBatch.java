package io.remine.operators.mining;

import io.remine.operators.memory.Event;
import io.remine.operators.memory.PairStore;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.memory.RecipeNumbers;
import io.remine.state.lineage.InputPosition;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.QueryId;
import io.remine.state.record.Scopes;
import io.remine.state.record.SuppliedNegative;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Examples over documents d0, d1, ... of rows 0, 1, ..., whose vectors are written by hand and searched one by one. */
public final class FakeMicroBatch implements MicroBatch {

    private final List<Example> examples;
    private final float[][] queries;
    private final float[][] documents;
    private final Map<String, float[]> texts = new HashMap<>();
    private final Map<Miner, float[][]> miners = new HashMap<>();
    private final Map<Long, String> scopes = new HashMap<>();
    private float[][] teacher;
    private RecipeMemory memory = RecipeMemory.onHeap();
    private final Map<Event, Integer> events = new EnumMap<>(Event.class);
    private long step;

    public FakeMicroBatch(List<Example> examples, float[][] queries, float[][] documents) {
        this.examples = List.copyOf(examples);
        this.queries = queries;
        this.documents = documents;
        this.teacher = queries;
    }

    /** One example with the query (1, 0), and documents of two dimensions that have these cosines with it. */
    public static FakeMicroBatch ofCosines(Example example, double... cosines) {
        float[][] documents = Arrays.stream(cosines)
                .mapToObj(cosine -> new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)})
                .toArray(float[][]::new);
        return new FakeMicroBatch(List.of(example), new float[][] {{1, 0}}, documents);
    }

    /** The teacher's vectors of the queries; the same as the current ones unless they are given. */
    public FakeMicroBatch withTeacher(float[]... vectors) {
        teacher = vectors;
        return this;
    }

    /** The vectors that the miner gives the queries; those of the teacher unless they are given. */
    public FakeMicroBatch withMiner(Miner miner, float[]... vectors) {
        miners.put(miner, vectors);
        return this;
    }

    /** The scope of a document; none unless it is given. */
    public FakeMicroBatch withScope(String scope, long... rows) {
        for (long row : rows) {
            scopes.put(row, scope);
        }
        return this;
    }

    public FakeMicroBatch withText(String text, float... vector) {
        texts.put(text, vector);
        return this;
    }

    /** What earlier micro-batches have left; nothing unless it is given. */
    public FakeMicroBatch withMemory(RecipeMemory earlier) {
        memory = earlier;
        return this;
    }

    public FakeMicroBatch atStep(long steps) {
        step = steps;
        return this;
    }

    /** A query clicked on the first of these documents, for which the others were chosen too. */
    public static Example example(int number, int... relevant) {
        return example(number, relevant, List.of(), List.of());
    }

    /** The same, with scopes that the query may see and negatives that others supply. */
    public static Example example(int number, int[] relevant, List<String> scopes, List<SuppliedNegative> negatives) {
        List<DocumentId> ids = Arrays.stream(relevant)
                .mapToObj(document -> new DocumentId("d" + document))
                .toList();
        return new Example(
                new QueryId("q" + number),
                "query " + number,
                ids.get(0),
                Click.DEFAULT_KIND,
                1,
                List.of(),
                0,
                new InputPosition("examples", 0, number),
                ids.subList(1, ids.size()),
                OptionalInt.empty(),
                scopes,
                negatives);
    }

    /** A set for each example with every document that it may access, ranked, with its cosines and the teacher's. */
    public List<CandidateSet> allRanked() {
        List<CandidateSet> sets = new ArrayList<>();
        int[][] rankings = ranking(Miner.CURRENT, rows());
        for (int query = 0; query < size(); query++) {
            CandidateSet set = CandidateSet.of(query, this);
            for (int place = 0; place < rankings[query].length; place++) {
                set.add(rankings[query][place], place + 1);
            }
            score(set);
            sets.add(set);
        }
        return sets;
    }

    /** Sets the cosines of the candidates that have a row, as the trainer does. */
    public void score(CandidateSet set) {
        for (CandidateSet.Candidate candidate : set.candidates()) {
            if (candidate.vector() == null) {
                float[] document = documents[(int) candidate.row()];
                candidate.setCosine(dot(queries[set.query()], document));
                candidate.setTeacherCosine(dot(teacher[set.query()], document));
            }
        }
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
        return queries[query];
    }

    @Override
    public float[] teacherVector(int query) {
        return teacher[query];
    }

    @Override
    public int rows() {
        return documents.length;
    }

    @Override
    public OptionalLong rowOf(DocumentId document) {
        long row = Long.parseLong(document.value().substring(1));
        return row < documents.length ? OptionalLong.of(row) : OptionalLong.empty();
    }

    @Override
    public DocumentId documentAt(long row) {
        return new DocumentId("d" + row);
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
        events.merge(event, times, Integer::sum);
    }

    /** How often the event was counted. */
    public int counted(Event event) {
        return events.getOrDefault(event, 0);
    }

    @Override
    public float[][] documentVectors(long... rows) {
        return Arrays.stream(rows).mapToObj(row -> documents[(int) row]).toArray(float[][]::new);
    }

    @Override
    public float[][] encodeDocuments(List<String> unindexed) {
        return unindexed.stream().map(texts::get).toArray(float[][]::new);
    }

    @Override
    public int[][] ranking(Miner miner, int count) {
        float[][] vectors = miner.equals(Miner.CURRENT) ? queries : miners.getOrDefault(miner, teacher);
        int[][] rankings = new int[size()][];
        for (int query = 0; query < size(); query++) {
            int asking = query;
            rankings[query] = nearest(vectors[query], documents.length).stream()
                    .filter(row -> isAccessible(asking, row))
                    .limit(count)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return rankings;
    }

    @Override
    public int[][] neighbours(long[] rows, int count) {
        return Arrays.stream(rows)
                .mapToObj(row -> nearest(documents[(int) row], count).stream()
                        .mapToInt(Integer::intValue)
                        .toArray())
                .toArray(int[][]::new);
    }

    private List<Integer> nearest(float[] vector, int count) {
        return IntStream.range(0, documents.length)
                .boxed()
                .sorted(Comparator.comparing((Integer row) -> -dot(vector, documents[row]))
                        .thenComparing(row -> row))
                .limit(count)
                .toList();
    }

    @Override
    public boolean isAccessible(int query, long row) {
        return Scopes.allow(examples.get(query).scopes(), Optional.ofNullable(scopes.get(row)));
    }

    @Override
    public boolean isOfOwnScope(int query, long row) {
        List<String> ofQuery = examples.get(query).scopes();
        return !ofQuery.isEmpty() && ofQuery.get(0).equals(scopes.get(row));
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public SplittableRandom random() {
        return new SplittableRandom(step);
    }

    private static float dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return (float) sum;
    }
}
