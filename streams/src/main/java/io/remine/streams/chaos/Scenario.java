package io.remine.streams.chaos;

import io.remine.streams.chaos.Fault.Absence;
import io.remine.streams.chaos.Fault.Disturbance;
import io.remine.streams.chaos.Fault.Failure;
import io.remine.streams.chaos.Fault.Kill;
import io.remine.streams.chaos.Fault.KillBeforeCommit;
import io.remine.streams.chaos.Fault.KillFollower;
import io.remine.streams.chaos.Fault.KillTrainer;
import io.remine.streams.chaos.Fault.Pause;
import io.remine.streams.local.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** From which faults a run draws, each as likely as any other of its list. */
enum Scenario {
    TASKMANAGER(new KillTrainer()),
    JOBMANAGER(new Kill(Role.JOB_MANAGER), new KillBeforeCommit()),
    BROKER(new Kill(Role.BROKER)),
    /** Longer than clients wait for one answer. */
    AWAY(new Absence(Role.BROKER, 30_000)),
    /** In an operator: Flink restarts the job, no process ends. */
    EXCEPTION(new Failure()),
    SEARCH(new Kill(Role.SEARCH)),
    /** The search server is a consumer of the index as well. */
    CONSUMER(new KillFollower(), new Kill(Role.SEARCH)),
    /** Shorter than what the cluster takes for death, and longer. */
    PAUSE(
            new Pause(Role.TASK_MANAGER, 3_000),
            new Pause(Role.TASK_MANAGER, 20_000),
            new Pause(Role.JOB_MANAGER, 3_000),
            new Pause(Role.BROKER, 3_000),
            new Pause(Role.SEARCH, 3_000)),
    /** Between the broker and everyone else; also for longer than clients wait for one answer. */
    NETWORK(
            new Disturbance(LinkState.slow(100, 1 << 20), 20_000),
            new Disturbance(LinkState.lossy(0.02), 20_000),
            new Disturbance(LinkState.CUT, 5_000),
            new Disturbance(LinkState.CUT, 40_000)),
    MIXED(
            new KillTrainer(),
            new KillTrainer(),
            new KillTrainer(),
            new Kill(Role.JOB_MANAGER),
            new Kill(Role.BROKER),
            new Kill(Role.ZOOKEEPER),
            new Kill(Role.SEARCH),
            new KillFollower(),
            new Failure(),
            new Pause(Role.TASK_MANAGER, 3_000),
            new Pause(Role.BROKER, 3_000)),
    /** Nothing is done: what a run looks like by itself. */
    CALM;

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed, of records
    private final List<Fault> faults;

    Scenario(Fault... faults) {
        this.faults = List.of(faults);
    }

    List<Fault> faults() {
        return faults;
    }

    /** Whether everyone must reach the broker through a link that can be disturbed. */
    boolean disturbsNetwork() {
        return faults.stream().anyMatch(Disturbance.class::isInstance);
    }

    /** As it is asked for: {@code taskmanager}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Scenario labelled(String label) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario '%s', expected one of %s"
                        .formatted(
                                label,
                                Arrays.stream(values()).map(Scenario::label).collect(Collectors.joining(", ")))));
    }
}
