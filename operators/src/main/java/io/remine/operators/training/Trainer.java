package io.remine.operators.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.recipe.Recipe;
import io.remine.operators.training.StepResult.Outcome;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.TokenBatch;
import io.remine.state.evaluation.Prequential;
import io.remine.state.index.IndexView;
import io.remine.state.optimizer.AdamW;
import io.remine.state.optimizer.Clip;
import io.remine.state.optimizer.Clipper;
import io.remine.state.optimizer.Descent;
import io.remine.state.record.Example;
import io.remine.state.tensor.FlatTensors;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Mines and trains in one forward pass: the query vectors that search the index for negatives are the ones whose gradient
 * is taken. The document tower does not change; what trains is the query tower. So every score is linear in a query's
 * vector, and the loss's gradient by that vector is a sum of documents' vectors: it is computed by hand, and goes backward
 * through the encoder from there.
 *
 * <p>Between steps others may read and change the parameters, a flat array that the encoder's tensors follow. On a GPU the
 * tensors are ahead of it, until {@link #parametersToHost}. Not for several threads.
 */
public final class Trainer implements AutoCloseable {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Encoder encoder;
    private final Encoder control;
    private final AdamW optimizer;
    private final Descent descent;
    private final TrainerSettings settings;
    private final Recipe recipe;
    private final ScoreScale scale;
    private final Clipper clipper;
    private final long seed;
    private final RecipeMemory memory;
    private final MinerCopies copies;

    /**
     * @param encoder the query tower; this trainer's alone
     * @param control the generation's first encoder, only read
     * @param parameters the current ones, changed in place // [encoder.trainable().size()]
     * @param worker its index: what is drawn at random differs between workers
     * @param memory what the recipe's parts remember, changed in place
     */
    public Trainer(
            Encoder encoder,
            Encoder control,
            float[] parameters,
            AdamW optimizer,
            TrainerSettings settings,
            int worker,
            RecipeMemory memory) {
        this(encoder, control, parameters, optimizer, settings, worker, memory, Map.of(), Descent.WHERE_THE_MODEL_IS);
    }

    /**
     * A trainer that goes on from a state.
     *
     * @param minerCopies as {@link #minerCopies} gave them
     */
    Trainer(
            Encoder encoder,
            Encoder control,
            float[] parameters,
            AdamW optimizer,
            TrainerSettings settings,
            int worker,
            RecipeMemory memory,
            Map<String, float[]> minerCopies,
            Descent.Factory descents) {
        this.encoder = encoder;
        this.control = control;
        this.optimizer = optimizer;
        this.descent = descents.of(optimizer, parameters, encoder.parameters());
        this.settings = settings;
        this.recipe = settings.recipe();
        this.scale = new ScoreScale(
                recipe.temperature(),
                memory.numbers().get("temperature", recipe.temperature().start()));
        Clip clip = recipe.optimizer().clip();
        this.clipper = new Clipper(clip, memory.numbers().get("clip", new double[clip.memoryLength()]));
        this.seed = settings.seed() * 0x9E37_79B9_7F4A_7C15L ^ (long) worker << 48;
        this.memory = memory;
        this.copies = new MinerCopies(recipe.miners(), control, encoder.parameters(), minerCopies);
        parametersChanged();
    }

    /** A trainer whose recipe remembers nothing yet, and nothing beyond this process. */
    public Trainer(
            Encoder encoder,
            Encoder control,
            float[] parameters,
            AdamW optimizer,
            TrainerSettings settings,
            int worker) {
        this(encoder, control, parameters, optimizer, settings, worker, RecipeMemory.onHeap());
    }

    /** The copies of the parameters that the recipe's miners keep, by name, as the last step has left them. */
    Map<String, float[]> minerCopies() {
        return copies.arrays();
    }

    /** The vectors of the examples' queries by the current parameters. */
    float[][] queryVectors(List<Example> examples) { // [examples, hidden]
        return encoder.encodeQueries(examples.stream().map(Example::text).toList());
    }

    /** What cosines are divided by at this step. */
    double temperature() {
        return scale.temperature();
    }

    /** Its moments are as the last step has left them. */
    AdamW optimizer() {
        descent.momentsToHost();
        return optimizer;
    }

    /** To be called before others read the parameters or change them. */
    void parametersToHost() {
        descent.parametersToHost();
    }

    /** To be called when others have changed the parameters. */
    void parametersChanged() {
        descent.parametersChanged();
    }

    /**
     * Ranks the examples, and then learns from them.
     *
     * @param examples at least one
     * @param index of the encoder's generation
     */
    public StepResult step(List<Example> examples, IndexView index) {
        try (NDManager scope = PyTorch.newManager(encoder.device())) {
            return Gradients.recording(() -> step(examples, index, scope));
        }
    }

    private StepResult step(List<Example> examples, IndexView index, NDManager scope) {
        List<int[]> tokens =
                encoder.tokenizeQueries(examples.stream().map(Example::text).toList());
        NDArray queries = encoder.encode(scope, TokenBatch.of(tokens)); // [batch, hidden]
        if (!isFinite(queries.toFloatArray())) {
            return new StepResult(
                    Outcome.UNFIT, 0, 0, Prequential.NONE, List.of(), 0, "a query's vector is not finite");
        }
        long start = System.nanoTime();
        copies.beforeStep(optimizer.steps());
        int depth = Math.max(Prequential.CUT, recipe.currentDepth());
        IndexedMicroBatch batch = new IndexedMicroBatch(
                examples, tokens, queries, index, control, copies, scope, depth, optimizer.steps(), seed, memory);
        List<CandidateSet> sets = recipe.mine(batch);
        if (recipe.needsTeacher()) {
            batch.teacherQueries(); // the control ranks with them too
        }
        Prequential prequential = new PrequentialRanking(settings.controlShare()).of(batch);
        double searchMillis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        List<Example> unknown = examples.stream()
                .filter(example -> index.rowOf(example.clicked()).isEmpty())
                .toList();
        if (index.rows() == 0) {
            return nothingToLearn(prequential, unknown, searchMillis);
        }
        CandidateVectors vectors = CandidateVectors.gather(sets, index, scope);
        score(sets, vectors, batch, queries);
        recipe.shape(sets, batch, scale.value());
        VectorGradient slope = VectorGradient.of(recipe, sets, vectors, batch, scale.value());
        if (slope.loss().isEmpty()) {
            return nothingToLearn(prequential, unknown, searchMillis).with(batch.events());
        }
        FlatTensors gradient = encoder.gradient(queries, scope.create(slope.byVector()));
        StepResult result = follow(gradient, slope, prequential, unknown, searchMillis);
        if (result.outcome() == Outcome.TRAINED) {
            recipe.weights().forEach(weighting -> weighting.taken(sets, batch, slope.byCosine(), clipper.kept()));
        }
        return result.with(batch.events());
    }

    private void score(List<CandidateSet> sets, CandidateVectors vectors, IndexedMicroBatch batch, NDArray queries) {
        setCosines(sets, vectors.cosines(queries), Candidate::setCosine);
        if (recipe.needsTeacher()) {
            setCosines(sets, vectors.cosines(batch.teacherQueries()), Candidate::setTeacherCosine);
            sets.forEach(set -> set.setTeacherCosinesOfVectors(batch.teacherVector(set.query())));
        }
    }

    private static void setCosines(List<CandidateSet> sets, float[][] cosines, BiConsumer<Candidate, Float> set) {
        for (CandidateSet each : sets) {
            List<Candidate> candidates = each.candidates();
            for (int i = 0; i < candidates.size(); i++) {
                if (candidates.get(i).vector() == null) {
                    set.accept(candidates.get(i), cosines[each.query()][i]);
                }
            }
        }
    }

    /** Follows the gradient by the parameters, unless it is unfit. */
    private StepResult follow(
            FlatTensors gradient,
            VectorGradient slope,
            Prequential prequential,
            List<Example> unknown,
            double searchMillis) {
        double loss = slope.loss().orElseThrow();
        double norm = descent.take(gradient);
        if (!Double.isFinite(loss) || !(norm <= settings.maxGradientNorm())) {
            return new StepResult(
                    Outcome.UNFIT,
                    loss,
                    norm,
                    prequential,
                    unknown,
                    searchMillis,
                    "loss %s, gradient of norm %s, limit %s".formatted(loss, norm, settings.maxGradientNorm()));
        }
        descent.step(clipper.keep(norm));
        copies.afterStep();
        scale.follow(slope.byScale());
        return new StepResult(Outcome.TRAINED, loss, norm, prequential, unknown, searchMillis, "");
    }

    private static StepResult nothingToLearn(Prequential prequential, List<Example> unknown, double searchMillis) {
        return new StepResult(Outcome.NOTHING_TO_LEARN, 0, 0, prequential, unknown, searchMillis, "no pair to compare");
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Lets go of the miners' encoders; the encoders that were given stay. */
    @Override
    public void close() {
        descent.close();
        copies.close();
    }
}
