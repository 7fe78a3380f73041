package io.remine.operators.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.operators.training.StepResult.Outcome;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.TokenBatch;
import io.remine.state.evaluation.Prequential;
import io.remine.state.index.IndexView;
import io.remine.state.optimizer.AdamW;
import io.remine.state.optimizer.GradientClip;
import io.remine.state.record.Example;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Mines and trains in one forward pass: the query vectors that search the index for negatives are the ones whose gradient
 * is taken. The document tower does not change; what trains is the query tower.
 *
 * <p>The parameters are a flat array, which others may change between steps; the encoder's tensors follow it. Not for
 * several threads.
 */
public final class Trainer {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Encoder encoder;
    private final Encoder control;
    private final float[] parameters;
    private final float[] gradient;
    private final AdamW optimizer;
    private final TrainerSettings settings;

    /**
     * @param encoder the query tower; this trainer's alone
     * @param control the generation's first encoder, only read
     * @param parameters the current ones, changed in place // [encoder.trainable().size()]
     */
    public Trainer(Encoder encoder, Encoder control, float[] parameters, AdamW optimizer, TrainerSettings settings) {
        this.encoder = encoder;
        this.control = control;
        this.parameters = parameters;
        this.gradient = new float[parameters.length];
        this.optimizer = optimizer;
        this.settings = settings;
        parametersChanged();
    }

    AdamW optimizer() {
        return optimizer;
    }

    /** To be called when others have changed the parameters. */
    void parametersChanged() {
        encoder.writeParameters(parameters);
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
        } finally {
            encoder.zeroGradients();
        }
    }

    private StepResult step(List<Example> examples, IndexView index, NDManager scope) {
        List<int[]> tokens = encoder.tokenizer()
                .tokenizeAll(examples.stream().map(Example::text).toList());
        NDArray queries = encoder.encode(scope, TokenBatch.of(tokens)); // [batch, hidden]
        if (!isFinite(queries.toFloatArray())) {
            return new StepResult(
                    Outcome.UNFIT, 0, 0, Prequential.NONE, List.of(), 0, "a query's vector is not finite");
        }
        long start = System.nanoTime();
        List<Candidates> candidates = mine(examples, queries, index, settings.topK());
        Prequential prequential = evaluate(examples, tokens, candidates, index, scope);
        double searchMillis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        List<Example> unknown = IntStream.range(0, examples.size())
                .filter(i -> !candidates.get(i).known())
                .mapToObj(examples::get)
                .toList();

        Optional<NDArray> loss = settings.loss()
                .of(
                        cosines(queries, candidates, index, scope),
                        candidates.stream().map(Candidates::ranking).toList());
        if (loss.isEmpty()) {
            return new StepResult(
                    Outcome.NOTHING_TO_LEARN, 0, 0, prequential, unknown, searchMillis, "no pair to compare");
        }
        double lossValue = loss.get().getFloat();
        Gradients.backward(loss.get());
        encoder.readGradients(gradient);
        double norm = GradientClip.clip(gradient, settings.optimizer().clipNorm());
        if (!Double.isFinite(lossValue) || !(norm <= settings.maxGradientNorm())) {
            return new StepResult(
                    Outcome.UNFIT,
                    lossValue,
                    norm,
                    prequential,
                    unknown,
                    searchMillis,
                    "loss %s, gradient of norm %s, limit %s".formatted(lossValue, norm, settings.maxGradientNorm()));
        }
        optimizer.step(parameters, gradient);
        parametersChanged();
        return new StepResult(Outcome.TRAINED, lossValue, norm, prequential, unknown, searchMillis, "");
    }

    private static List<Candidates> mine(List<Example> examples, NDArray queries, IndexView index, int k) {
        int[][] found = index.rows() == 0
                ? new int[examples.size()][0]
                : index.search(queries, k).rows();
        return IntStream.range(0, examples.size())
                .mapToObj(i -> Candidates.of(examples.get(i), found[i], index::rowOf))
                .toList();
    }

    /** How the clicked documents were ranked before this step; a share of the examples by the control as well. */
    private Prequential evaluate(
            List<Example> examples, List<int[]> tokens, List<Candidates> candidates, IndexView index, NDManager scope) {
        List<Integer> sampled = IntStream.range(0, examples.size())
                .filter(i -> isSampled(examples.get(i)))
                .boxed()
                .toList();
        List<Double> byControl = sampled.isEmpty() ? List.of() : rankByControl(sampled, examples, tokens, index, scope);
        Prequential prequential = Prequential.NONE;
        for (int i = 0; i < examples.size(); i++) {
            int sample = sampled.indexOf(i);
            double reciprocalRank = reciprocalRank(candidates.get(i));
            prequential = sample < 0
                    ? prequential.plus(reciprocalRank)
                    : prequential.plus(reciprocalRank, byControl.get(sample));
        }
        return prequential;
    }

    private List<Double> rankByControl(
            List<Integer> sampled, List<Example> examples, List<int[]> tokens, IndexView index, NDManager scope) {
        return Gradients.withoutGradients(() -> {
            NDArray queries = control.encode(
                    scope, TokenBatch.of(sampled.stream().map(tokens::get).toList())); // [sampled, hidden]
            List<Example> some = sampled.stream().map(examples::get).toList();
            return mine(some, queries, index, Prequential.CUT).stream()
                    .map(Trainer::reciprocalRank)
                    .toList();
        });
    }

    private boolean isSampled(Example example) {
        double uniform = (example.hash().value() >>> 11) * 0x1p-53;
        return uniform < settings.controlShare();
    }

    private static double reciprocalRank(Candidates candidates) {
        return candidates.clickedRank().isPresent()
                ? Prequential.reciprocalRank(candidates.clickedRank().getAsInt())
                : 0;
    }

    /** Of each query to its candidates; rows of queries with fewer candidates than others are filled up with any. */
    private static NDArray cosines(NDArray queries, List<Candidates> candidates, IndexView index, NDManager scope) {
        int batch = candidates.size();
        int longest =
                candidates.stream().mapToInt(each -> each.rows().size()).max().orElse(0);
        if (longest == 0) {
            return queries.get(":, :1"); // no document at all, so no pair either
        }
        long[] rows = new long[batch * longest];
        for (int i = 0; i < batch; i++) {
            List<Long> row = candidates.get(i).rows();
            for (int j = 0; j < row.size(); j++) {
                rows[i * longest + j] = row.get(j);
            }
        }
        NDArray documents = index.vectors(scope, rows).reshape(batch, longest, -1); // [batch, documents, hidden]
        return documents.matMul(queries.expandDims(2)).squeeze(2); // [batch, documents]
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
