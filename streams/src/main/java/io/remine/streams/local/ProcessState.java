package io.remine.streams.local;

import java.util.OptionalLong;

/**
 * What is known of a process of a cluster.
 *
 * @param number 1 to as many as there are of the role
 * @param launches how often it was started
 * @param pid of the last launch, if it was not ended by us
 */
record ProcessState(Role role, int number, int launches, OptionalLong pid) {

    ProcessState {
        if (number < 1 || launches < 0 || (pid.isPresent() && pid.getAsLong() < 1)) {
            throw new IllegalArgumentException(
                    "process %s-%d with %d launches and pid %s: numbers and pids begin with 1"
                            .formatted(role.label(), number, launches, pid));
        }
    }

    static ProcessState never(Role role, int number) {
        return new ProcessState(role, number, 0, OptionalLong.empty());
    }

    /** {@code task-manager-2}; unique in its cluster. */
    String name() {
        return role.label() + "-" + number;
    }

    ProcessState launched(long newPid) {
        return new ProcessState(role, number, launches + 1, OptionalLong.of(newPid));
    }

    ProcessState ended() {
        return new ProcessState(role, number, launches, OptionalLong.empty());
    }
}
