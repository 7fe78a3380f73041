package io.remine.streams.chaos;

import io.remine.streams.local.LocalProcess;
import io.remine.streams.local.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What faults are done to.
 *
 * @param workers of the train job
 * @param follower a consumer of the index beside the search server
 * @param link between the broker and everyone else, if the scenario disturbs it
 * @param checkpoints of the train job
 * @param failure the file that lets a worker fail
 */
record Targets(
        List<LocalProcess> processes,
        Workers workers,
        Searches searches,
        Follower follower,
        Optional<Link> link,
        CheckpointWatch checkpoints,
        Path failure) {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(10);

    /**
     * A process of the deployment that is about to be disturbed.
     *
     * @param which of those of the role, as a share of their number: 0 to below 1
     */
    LocalProcess process(Role role, double which) {
        if (role == Role.SEARCH) {
            searches.takenAway();
        }
        return one(processes.stream().filter(process -> process.role() == role).toList(), which);
    }

    /** A TaskManager that trains. */
    LocalProcess trainer(double which) throws InterruptedException {
        return one(workers.among(processes), which);
    }

    /** Returns when every TaskManager offers its slots: without one of them the others then still suffice. */
    void awaitSpareSlots() {
        processes.stream()
                .filter(process -> process.role() == Role.TASK_MANAGER)
                .forEach(LocalProcess::awaitReady);
    }

    /** Returns when a worker has failed. */
    void awaitFailure() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(failure)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no worker has ended a micro-batch within " + PATIENCE);
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Whether those who answer do, but for what was taken away and is not back. */
    boolean answer() {
        follower.check();
        return searches.answer() && follower.answers();
    }

    private static LocalProcess one(List<LocalProcess> alike, double which) {
        return alike.get((int) (which * alike.size()));
    }
}
