package io.remine.operators.training;

import io.remine.operators.memory.HeapPairStore;
import io.remine.state.encoder.Encoder;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Several workers that train one after the other, in one thread. What they have learnt is merged each time so many examples
 * have been trained on, not when a barrier comes: the same examples make the same parameters, so that numbers of workers
 * can be compared.
 */
final class WorkersInTurn implements AutoCloseable {

    private static final TimelineId TIMELINE = new TimelineId("in-turn");

    private final TrainingSource.Connection connection;
    private final RoundMerger merger;
    private final int roundExamples;
    private final TrainingProbe probe;
    private final boolean keyed;
    private final List<Encoder> encoders = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final long[] microBatches;
    private Optional<TrainingProbe.Moment> latest = Optional.empty();
    private long dealt;
    private int sinceRound;
    private long round;

    /**
     * Workers at the parameters of the first encoder.
     *
     * @param control the generation's first encoder
     * @param roundExamples after how many examples of all workers their progress is merged
     * @param probe told of a micro-batch when the next one begins, and of the last one when all is merged
     */
    WorkersInTurn(
            int workers,
            int roundExamples,
            TrainOperatorSettings settings,
            Encoder control,
            TrainingSource.Connection connection,
            RoundMerger merger,
            TrainingProbe probe) {
        this.connection = connection;
        this.merger = merger;
        this.roundExamples = roundExamples;
        this.probe = probe;
        this.keyed = settings.trainer().recipe().memoryMillis() > 0;
        this.microBatches = new long[workers];
        float[] first = new float[control.trainable().size()];
        control.readParameters(first);
        merger.begin(first);
        for (int index = 0; index < workers; index++) {
            WorkerStart start = new WorkerStart(
                    index, workers, settings.arithmetic(workers), Ancestry.fresh(TIMELINE), Generation.FIRST);
            Encoder encoder = control.withOwnTrainable();
            encoders.add(encoder);
            this.workers.add(new Worker(
                    start.state(List.of(), first), settings, encoder, control, new HeapPairStore(), List.of()));
        }
    }

    /** Deals the example to a worker, which trains if that completes its micro-batch. */
    void add(Example example) {
        long turn = keyed ? example.text().hashCode() : dealt;
        int index = (int) Math.floorMod(turn, (long) workers.size());
        dealt++;
        workers.get(index).add(example);
        if (workers.get(index).isBatchComplete()) {
            train(index);
        }
    }

    /** Trains on what is left, and merges it. */
    void finish() {
        for (int index = 0; index < workers.size(); index++) {
            workers.get(index).stopAwaiting();
            while (workers.get(index).held() > 0) {
                train(index);
            }
        }
        merge(true);
        tell();
    }

    private void train(int index) {
        tell();
        Worker worker = workers.get(index);
        StepResult result = connection.withIndex(view -> worker.train(view, System.currentTimeMillis()));
        worker.takeUnusable(); // the result says how many
        microBatches[index]++;
        int examples = Math.toIntExact(result.prequential().examples());
        latest = Optional.of(
                new TrainingProbe.Moment(index, microBatches[index], examples, result, encoders.get(index)));
        sinceRound += examples;
        if (sinceRound >= roundExamples) {
            merge(false);
        }
    }

    private void merge(boolean last) {
        sinceRound = 0;
        round++;
        List<ProgressSlice> progress = new ArrayList<>();
        for (Worker worker : workers) {
            progress.addAll((last ? worker.reportLast(round) : worker.report(round)).progress());
        }
        if (progress.isEmpty()) {
            return;
        }
        Adoption version = new Adoption(new ModelVersion(TIMELINE, round), merger.merge(progress));
        workers.forEach(worker -> worker.adopt(version));
    }

    private void tell() {
        latest.ifPresent(probe::afterMicroBatch);
        latest = Optional.empty();
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        encoders.forEach(Encoder::close);
    }
}
