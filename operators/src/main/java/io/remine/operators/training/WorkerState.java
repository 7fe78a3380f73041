package io.remine.operators.training;

import io.remine.operators.memory.RecipeNumbers;
import io.remine.state.index.ManifestId;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.record.Example;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a worker must have to go on as if nothing had happened. Written by {@link WorkerStateFormat}. The arrays are
 * the worker's own, not copies.
 *
 * @param worker its index
 * @param parallelism how many workers there were
 * @param ancestry the life that the worker belonged to
 * @param adopted the newest version adopted; absent before the first
 * @param manifest the index last mined, to be told
 * @param tally trained, not reported
 * @param held the examples that wait for their micro-batch, in the order in which they leave
 * @param drift as {@link Replica#drift()} was
 * @param step how many steps the optimiser has taken
 * @param base the parameters of {@code adopted}
 * @param firstMoments the optimiser's, one per parameter
 * @param secondMoments the optimiser's, one per parameter
 * @param numbers what the recipe's parts have learnt from the stream
 * @param planned how many of {@code held}, from the first, are in the order of their micro-batches
 * @param copies of the parameters that the recipe's miners keep, by name
 * @param awaited the examples that wait for their documents, in the order in which they began to
 * @param unfitInARow how many micro-batches in a row, to the last one, were unfit
 */
@SuppressWarnings("ArrayRecordComponent") // hundreds of megabytes, neither compared nor copied
record WorkerState(
        int worker,
        int parallelism,
        Arithmetic arithmetic,
        Ancestry ancestry,
        Generation generation,
        Optional<ModelVersion> adopted,
        Optional<ManifestId> manifest,
        RoundTally tally,
        List<Example> held,
        float drift,
        long step,
        float[] base,
        float[] parameters,
        float[] firstMoments,
        float[] secondMoments,
        List<PendingProgress> pending,
        RecipeNumbers numbers,
        int planned,
        Map<String, float[]> copies,
        List<AwaitedExample> awaited,
        int unfitInARow) {

    /** A state whose recipe has learnt no numbers and keeps no copies, and in which no document is awaited. */
    WorkerState(
            int worker,
            int parallelism,
            Arithmetic arithmetic,
            Ancestry ancestry,
            Generation generation,
            Optional<ModelVersion> adopted,
            Optional<ManifestId> manifest,
            RoundTally tally,
            List<Example> held,
            float drift,
            long step,
            float[] base,
            float[] parameters,
            float[] firstMoments,
            float[] secondMoments,
            List<PendingProgress> pending) {
        this(
                worker,
                parallelism,
                arithmetic,
                ancestry,
                generation,
                adopted,
                manifest,
                tally,
                held,
                drift,
                step,
                base,
                parameters,
                firstMoments,
                secondMoments,
                pending,
                new RecipeNumbers(),
                0,
                Map.of(),
                List.of(),
                0);
    }

    WorkerState {
        held = List.copyOf(held);
        pending = List.copyOf(pending);
        awaited = List.copyOf(awaited);
        copies = Collections.unmodifiableMap(new LinkedHashMap<>(copies));
        if (planned < 0 || planned > held.size()) {
            throw new IllegalArgumentException(
                    "%d of %d held examples planned, must be 0 to %d".formatted(planned, held.size(), held.size()));
        }
        if (worker < 0 || worker >= parallelism || step < 0 || unfitInARow < 0) {
            throw new IllegalArgumentException("worker %d of %d at step %d, %d micro-batches unfit"
                    .formatted(worker, parallelism, step, unfitInARow));
        }
        int length = base.length;
        if (parameters.length != length
                || firstMoments.length != length
                || secondMoments.length != length
                || copies.values().stream().anyMatch(copy -> copy.length != length)
                || pending.stream().anyMatch(progress -> progress.values().length != length)) {
            throw new IllegalArgumentException(
                    "arrays of a worker with %d parameters differ in length".formatted(length));
        }
    }
}
