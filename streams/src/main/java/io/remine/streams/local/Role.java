package io.remine.streams.local;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a process of a local cluster is, in the order in which they start. */
public enum Role {
    /** Remembers who leads and which jobs there are, so that a JobManager that was killed takes them up again. */
    ZOOKEEPER,
    BROKER,
    JOB_MANAGER,
    TASK_MANAGER,
    SEARCH;

    /** As in names of processes and in files: {@code task-manager}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Role labelled(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("role '%s', expected one of %s".formatted(label, labels())));
    }

    private static List<String> labels() {
        return Arrays.stream(values()).map(Role::label).collect(Collectors.toList());
    }
}
