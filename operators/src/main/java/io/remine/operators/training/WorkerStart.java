package io.remine.operators.training;

import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.record.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The state that a worker begins with: its own, if it is the only one it was dealt and the number of workers is as it was;
 * else a new one, at the base.
 *
 * <p>After a change of the number of workers, the progress that the old ones had handed in is in the merger's hands and so
 * in a version to come: it is left out here and arrives by adoption. What they had learnt and not handed in, the examples
 * they held or waited with, and their tallies go to whoever is dealt their state, so that nothing is lost or counted twice.
 *
 * @param worker index of the new worker
 * @param parallelism how many workers there are now
 */
record WorkerStart(int worker, int parallelism, Arithmetic arithmetic, Ancestry ancestry, Generation generation) {

    /** Whether the state was left by a worker in the same place. */
    boolean isOwn(List<WorkerState> dealt) {
        return dealt.size() == 1
                && dealt.get(0).worker() == worker
                && dealt.get(0).parallelism() == parallelism
                && dealt.get(0).arithmetic() == arithmetic;
    }

    /**
     * @param dealt states of former workers, of which possession is taken
     * @param first parameters of the generation's first encoder
     */
    WorkerState state(List<WorkerState> dealt, float[] first) {
        for (WorkerState state : dealt) {
            if (!state.generation().equals(generation)) {
                throw new IllegalStateException("state of generation %d, the job trains %d; start it without state"
                        .formatted(state.generation().number(), generation.number()));
            }
        }
        if (isOwn(dealt)) {
            WorkerState own = dealt.get(0);
            return new WorkerState(
                    worker,
                    parallelism,
                    arithmetic,
                    ancestry,
                    generation,
                    own.adopted(),
                    own.manifest(),
                    own.tally(),
                    own.held(),
                    own.drift(),
                    own.step(),
                    own.base(),
                    own.parameters(),
                    own.firstMoments(),
                    own.secondMoments(),
                    own.pending(),
                    own.numbers(),
                    own.planned(),
                    own.copies(),
                    own.awaited(),
                    own.unfitInARow());
        }
        return dealt.isEmpty() ? fresh(first) : combined(dealt);
    }

    private WorkerState fresh(float[] first) {
        return new WorkerState(
                worker,
                parallelism,
                arithmetic,
                ancestry,
                generation,
                Optional.empty(),
                Optional.empty(),
                RoundTally.NONE,
                List.of(),
                0,
                0,
                first.clone(),
                first.clone(),
                new float[first.length],
                new float[first.length],
                List.of());
    }

    private WorkerState combined(List<WorkerState> dealt) {
        WorkerState newest = dealt.stream()
                .max(Comparator.comparingLong(state ->
                        state.adopted().map(version -> version.checkpoint()).orElse(0L)))
                .orElseThrow();
        float[] parameters = newest.base().clone();
        RoundTally tally = RoundTally.NONE;
        List<Example> held = new ArrayList<>();
        List<AwaitedExample> awaited = new ArrayList<>();
        for (WorkerState state : dealt) {
            float[] notHandedIn =
                    new Replica(state.arithmetic(), state.base(), state.parameters(), state.pending()).notHandedIn();
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] += notHandedIn[i];
            }
            tally = tally.plus(state.tally());
            held.addAll(state.held());
            awaited.addAll(state.awaited());
        }
        return new WorkerState(
                worker,
                parallelism,
                arithmetic,
                ancestry,
                generation,
                newest.adopted(),
                newest.manifest(),
                tally,
                held,
                0,
                newest.step(),
                newest.base(),
                parameters,
                newest.firstMoments(),
                newest.secondMoments(),
                List.of(),
                newest.numbers(),
                0,
                newest.copies(),
                awaited,
                0);
    }
}
