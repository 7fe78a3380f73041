package io.remine.streams.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A process of a local cluster, known by its name through all of its launches. Whoever ends or starts it, every call sees how it
 * is now. Safe for use by several threads.
 */
public final class LocalProcess {

    /** For a clean end. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);
    /** For what nobody can refuse. */
    private static final Duration KILL_PATIENCE = Duration.ofMinutes(5);
    /** For a start on a slow machine. */
    private static final Duration READY_PATIENCE = Duration.ofMinutes(10);

    private static final Duration POLL = Duration.ofMillis(100);

    private final ClusterDirectory directory;
    private final StateFile file;
    private final Role role;
    private final int number;

    LocalProcess(ClusterDirectory directory, Role role, int number) {
        this.directory = directory;
        this.file = new StateFile(directory);
        this.role = role;
        this.number = number;
    }

    public Role role() {
        return role;
    }

    /** 1 to as many as there are of the role. */
    public int number() {
        return number;
    }

    /** {@code task-manager-2}. */
    public String name() {
        return ProcessState.never(role, number).name();
    }

    /** What Flink calls the last launch of a TaskManager. */
    public String resourceId() {
        return LaunchCommand.resourceId(state());
    }

    /** The log of all of its launches. */
    public Path log() {
        return directory.log(name());
    }

    /** Its pid, while it lives. */
    public OptionalLong pid() {
        return running().isPresent() ? state().pid() : OptionalLong.empty();
    }

    /** Whether it lives; also while it is paused. */
    public boolean isAlive() {
        return running().isPresent();
    }

    /** Whether it does its work: a process answers some time after it was started. */
    public boolean isReady() throws InterruptedException {
        return isAlive() && Readiness.isReady(file.read().ports(), state());
    }

    /** SIGKILL; it is gone when this returns. Nothing, if it does not live. */
    public void kill() {
        running().ifPresent(process -> {
            process.kill();
            awaitEnd(process);
        });
        file.update(state -> state.with(of(state).ended()));
    }

    /** SIGTERM, and SIGKILL where that does not end it within a minute. */
    public void stop() {
        running().ifPresent(process -> {
            process.terminate();
            if (!process.awaitEnd(STOP_PATIENCE)) {
                process.kill();
                awaitEnd(process);
            }
        });
        file.update(state -> state.with(of(state).ended()));
    }

    /** SIGSTOP: it keeps its connections, and does and says nothing until {@link #resume}. */
    public void pause() {
        alive().signal("STOP");
    }

    /** SIGCONT. */
    public void resume() {
        alive().signal("CONT");
    }

    /** Kills it if it lives, and starts it with the same ports and data. It may not answer yet when this returns. */
    public void restart() {
        kill();
        file.update(state -> state.with(Launcher.launch(directory, state, of(state))));
    }

    /**
     * Waits until it does its work.
     *
     * @throws ProcessFailedException if it ends before that, or takes more than ten minutes
     */
    public void awaitReady() {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        try {
            while (!isReady()) {
                if (!isAlive()) {
                    throw ProcessFailedException.of(directory, state(), "has ended before it was ready");
                }
                if (System.nanoTime() > deadline) {
                    throw ProcessFailedException.of(directory, state(), "is not ready after " + READY_PATIENCE);
                }
                Thread.sleep(POLL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while %s starts".formatted(name()), e);
        }
    }

    @Override
    public String toString() {
        return name();
    }

    private void awaitEnd(SystemProcess process) {
        if (!process.awaitEnd(KILL_PATIENCE)) {
            throw ProcessFailedException.of(directory, state(), "does not end though it was killed");
        }
    }

    private SystemProcess alive() {
        return running()
                .orElseThrow(() -> ProcessFailedException.of(directory, state(), "does not run; restart it first"));
    }

    private Optional<SystemProcess> running() {
        ClusterState state = file.read();
        ProcessState own = of(state);
        return own.pid().isPresent() ? SystemProcess.find(own.pid().getAsLong(), state.mark(own)) : Optional.empty();
    }

    private ProcessState state() {
        return of(file.read());
    }

    private ProcessState of(ClusterState state) {
        return state.process(name())
                .orElseThrow(() -> new IllegalStateException(
                        "the cluster in %s has no %s any more".formatted(directory.root(), name())));
    }
}
