package io.remine.operators.training;

import io.remine.operators.memory.PairStore;
import io.remine.operators.memory.RecipeMemory;
import io.remine.operators.memory.RecipeNumbers;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.index.ManifestId;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.SliceLayout;
import io.remine.state.optimizer.AdamW;
import io.remine.state.optimizer.Descent;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * One worker's life between barriers: collects a micro-batch, trains on it, moves to published versions, and hands in what
 * it has learnt. What it does depends on its state and its inputs alone, not on when barriers come: an unfinished
 * micro-batch is kept, not trained early. Parameters that have become unfit are left behind for the base.
 */
final class Worker implements AutoCloseable {

    /** Most examples trained on whose progress waits: more than so many positions a summary does not take. */
    static final int MAX_WAITING = RoundSummary.MAX_HELD / 2 - AwaitedDocuments.MAX;
    /** So many micro-batches in a row are unfit because the parameters are. */
    static final int MAX_UNFIT_IN_A_ROW = 8;

    /** What a trainer goes on from beside the parameters. */
    private record WorkerMemory(AdamW optimizer, RecipeNumbers numbers, Map<String, float[]> copies) {}

    private final int index;
    private final int parallelism;
    private final Arithmetic arithmetic;
    private final Ancestry ancestry;
    private final Generation generation;
    private final SliceLayout layout;
    private final Replica replica;
    private final TrainOperatorSettings settings;
    private final Function<WorkerMemory, Trainer> trainers;
    private final ExampleQueue queue;
    private final AwaitedDocuments awaited;
    private final List<Unusable> unusable = new ArrayList<>();
    private final AtomicInteger timesBackToBase = new AtomicInteger(); // read by metrics
    private Trainer trainer;
    private RecipeNumbers numbers;
    private long documentWaitMillis;
    private int unfitInARow;
    private Optional<ModelVersion> adopted;
    private Optional<ManifestId> manifest;
    private RoundTally tally;
    private List<InputPosition> toldHeld;
    private volatile float drift; // read by metrics

    /**
     * A worker that goes on from a state, of which it takes possession.
     *
     * @param encoder the query tower, the worker's own
     * @param control the generation's first encoder
     * @param pairs the memory of the recipe's parts
     * @param toldHeld what its last summary said it held; empty if that is not known
     */
    Worker(
            WorkerState state,
            TrainOperatorSettings settings,
            Encoder encoder,
            Encoder control,
            PairStore pairs,
            List<InputPosition> toldHeld) {
        this(state, settings, encoder, control, pairs, toldHeld, Descent.WHERE_THE_MODEL_IS);
    }

    /** @param descents makes what follows the gradients */
    Worker(
            WorkerState state,
            TrainOperatorSettings settings,
            Encoder encoder,
            Encoder control,
            PairStore pairs,
            List<InputPosition> toldHeld,
            Descent.Factory descents) {
        this.index = state.worker();
        this.parallelism = state.parallelism();
        this.arithmetic = state.arithmetic();
        this.ancestry = state.ancestry();
        this.generation = state.generation();
        this.layout = new SliceLayout(state.parameters().length, settings.sliceLength());
        this.replica = new Replica(state.arithmetic(), state.base(), state.parameters(), state.pending());
        this.settings = settings;
        this.trainers = memory -> new Trainer(
                encoder,
                control,
                replica.parameters(),
                memory.optimizer(),
                settings.trainer(),
                index,
                new RecipeMemory(pairs, memory.numbers()),
                memory.copies(),
                descents);
        this.numbers = state.numbers();
        this.trainer = trainers.apply(new WorkerMemory(
                new AdamW(
                        settings.trainer().recipe().optimizer(),
                        state.firstMoments(),
                        state.secondMoments(),
                        state.step()),
                numbers,
                state.copies()));
        this.queue = new ExampleQueue(
                settings.microBatch(),
                settings.trainer().recipe().microBatches().neighbours(),
                state.held(),
                state.planned());
        this.awaited = new AwaitedDocuments(state.awaited());
        this.documentWaitMillis = settings.documentWaitMillis();
        this.unfitInARow = state.unfitInARow();
        this.adopted = state.adopted();
        this.manifest = state.manifest();
        this.tally = state.tally();
        this.toldHeld = List.copyOf(toldHeld);
        this.drift = state.drift();
    }

    /** Keeps the example for the next micro-batch. */
    void add(Example example) {
        queue.add(example);
    }

    /** How many examples wait. */
    int held() {
        return queue.size();
    }

    /** Whether the next micro-batch is complete. */
    boolean isBatchComplete() {
        return queue.isDue();
    }

    /** How many examples wait for their documents. */
    int awaited() {
        return awaited.size();
    }

    /**
     * Trains on the examples that wait, up to a micro-batch of them; there is at least one. Those whose documents are not in
     * the index are set aside to wait for them.
     */
    StepResult train(IndexView view, long nowMillis) {
        List<Example> batch = setAsideUnknown(queue.next(trainer::queryVectors), view, nowMillis);
        if (batch.isEmpty()) {
            return StepResult.ofNoExample("every example waits for its document");
        }
        StepResult result = trainer.step(batch, view);
        tally = tally.plus(batch, result);
        manifest = Optional.of(view.manifest().id());
        if (result.outcome() == StepResult.Outcome.UNFIT) {
            batch.forEach(example -> unusable.add(Unusable.unfit(example, result)));
            unfitInARow++;
            trainer.parametersToHost();
            if (unfitInARow >= MAX_UNFIT_IN_A_ROW || !replica.isFinite()) {
                backToBase();
            }
        } else {
            result.unknown().forEach(example -> unusable.add(Unusable.unknown(example)));
            unfitInARow = 0;
        }
        return result;
    }

    private List<Example> setAsideUnknown(List<Example> batch, IndexView view, long nowMillis) {
        List<Example> rest = new ArrayList<>();
        for (Example example : batch) {
            if (documentWaitMillis == 0 || awaited.isFull() || isKnown(example, view)) {
                rest.add(example);
            } else {
                awaited.add(example, nowMillis + documentWaitMillis);
            }
        }
        return rest;
    }

    private static boolean isKnown(Example example, IndexView view) {
        return view.rowOf(example.clicked()).isPresent();
    }

    /**
     * Puts examples whose documents have come at the end of those that wait for their micro-batch, no more than one
     * micro-batch of them, so that a barrier waits for no burst. Those that have waited too long are given up.
     */
    void settleAwaited(IndexView view, long nowMillis) {
        awaited.takeKnown(example -> isKnown(example, view), settings.microBatch())
                .forEach(queue::add);
        List<Example> expired = awaited.takeExpired(nowMillis);
        if (!expired.isEmpty()) {
            tally = tally.plus(expired, StepResult.ofNoExample("given up"));
            expired.forEach(example -> unusable.add(Unusable.givenUp(example, documentWaitMillis)));
        }
    }

    /** At the end of the input, where no document can be waited for any more. */
    void stopAwaiting() {
        documentWaitMillis = 0;
        awaited.takeAll().forEach(queue::add);
    }

    /** What has taught nothing since this was asked last. */
    List<Unusable> takeUnusable() {
        List<Unusable> taken = List.copyOf(unusable);
        unusable.clear();
        return taken;
    }

    /** How often the parameters were unfit, and what the worker had learnt since its last round was forgotten. */
    int timesBackToBase() {
        return timesBackToBase.get();
    }

    /** Leaves behind whatever may have spoilt the parameters; only how many steps were taken stays. */
    private void backToBase() {
        long steps = trainer.optimizer().steps();
        int size = replica.parameters().length;
        trainer.close();
        replica.backToBase();
        numbers = new RecipeNumbers();
        AdamW fresh = new AdamW(settings.trainer().recipe().optimizer(), new float[size], new float[size], steps);
        trainer = trainers.apply(new WorkerMemory(fresh, numbers, Map.of()));
        unfitInARow = 0;
        timesBackToBase.incrementAndGet();
    }

    /** The version that the worker has; empty for the generation's first encoder. */
    Optional<ModelVersion> adopted() {
        return adopted;
    }

    Ancestry ancestry() {
        return ancestry;
    }

    /** The parameters of that version; not to be changed. */
    float[] base() {
        return replica.base();
    }

    float drift() {
        return drift;
    }

    /** What cosines are divided by. */
    double temperature() {
        return trainer.temperature();
    }

    /** Moves to a version. Between micro-batches only. */
    void adopt(Adoption adoption) {
        trainer.parametersToHost();
        replica.adopt(adoption.version().checkpoint(), adoption.differences());
        trainer.parametersChanged();
        adopted = Optional.of(adoption.version());
        drift = replica.drift();
    }

    /**
     * Hands in what was learnt since the round before. While too many rounds wait for a version, only says what is held
     * back: everything trained since then, unless that is too much to say.
     */
    RoundReport report(long round) {
        boolean waits = replica.isFull() && tally.positions().size() < MAX_WAITING;
        return tally.isEmpty() || waits ? sayHeld(round) : handIn(round, settings.precision());
    }

    /** The same at the end of the input, where nothing can wait any more: not even what rounding would leave out. */
    RoundReport reportLast(long round) {
        return tally.isEmpty() ? sayHeld(round) : handIn(round, Precision.FP32);
    }

    private RoundReport sayHeld(long round) {
        List<InputPosition> notContained = notContained();
        if (notContained.equals(toldHeld)) {
            return new RoundReport(List.of(), Optional.empty());
        }
        toldHeld = notContained;
        return new RoundReport(List.of(), Optional.of(summary(round, RoundTally.NONE)));
    }

    private RoundReport handIn(long round, Precision precision) {
        trainer.parametersToHost();
        if (!replica.isFinite()) {
            backToBase();
        }
        List<ProgressSlice> progress = slices(replica.progress(round, precision, layout), precision, tally.trained());
        RoundTally reported = tally;
        tally = RoundTally.NONE;
        toldHeld = notContained();
        return new RoundReport(progress, Optional.of(summary(round, reported)));
    }

    /** All of it, at a barrier. The arrays are live: to be written before the worker goes on. */
    WorkerState state() {
        trainer.parametersToHost();
        AdamW optimizer = trainer.optimizer();
        return new WorkerState(
                index,
                parallelism,
                arithmetic,
                ancestry,
                generation,
                adopted,
                manifest,
                tally,
                queue.held(),
                drift,
                optimizer.steps(),
                replica.base(),
                replica.parameters(),
                optimizer.firstMoments(),
                optimizer.secondMoments(),
                List.copyOf(replica.pending()),
                numbers,
                queue.planned(),
                trainer.minerCopies(),
                awaited.all(),
                unfitInARow);
    }

    /** What has been read and is in no progress handed in, in the order of a state's fields. */
    static List<InputPosition> notContained(RoundTally tally, List<Example> held, List<AwaitedExample> awaited) {
        List<InputPosition> positions = new ArrayList<>(tally.positions());
        held.forEach(example -> positions.add(example.position()));
        awaited.forEach(waiting -> positions.add(waiting.example().position()));
        return positions;
    }

    private List<InputPosition> notContained() {
        return notContained(tally, queue.held(), awaited.all());
    }

    /** Lets go of what the worker has made; the encoders that it was given stay. */
    @Override
    public void close() {
        trainer.close();
    }

    private RoundSummary summary(long round, RoundTally reported) {
        return new RoundSummary(
                index,
                round,
                reported.trained(),
                reported.prequential(),
                toldHeld,
                reported.lossSum(),
                reported.steps(),
                reported.skippedSteps(),
                drift);
    }

    private List<ProgressSlice> slices(PendingProgress progress, Precision precision, Lineage trained) {
        List<ProgressSlice> slices = new ArrayList<>();
        for (int slice = 0; slice < layout.slices(); slice++) {
            int start = layout.start(slice);
            slices.add(new ProgressSlice(
                    index,
                    progress.round(),
                    slice,
                    arithmetic,
                    precision,
                    trained.examples(),
                    Arrays.copyOfRange(progress.values(), start, start + layout.length(slice))));
        }
        return slices;
    }
}
