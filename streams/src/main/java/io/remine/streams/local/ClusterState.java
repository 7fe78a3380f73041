package io.remine.streams.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a cluster, so that any shell can look at it and end it.
 *
 * @param id unique among clusters, 22 characters; Kafka's cluster id too
 * @param slots of each TaskManager
 * @param heapMebibytes of each TaskManager
 * @param processes in the order in which they start
 */
record ClusterState(String id, int slots, int heapMebibytes, ClusterPorts ports, List<ProcessState> processes) {

    ClusterState {
        processes = List.copyOf(processes);
        if (!id.matches("[A-Za-z0-9_-]{22}")) {
            throw new IllegalArgumentException("cluster id '%s', expected 22 of A-Z, a-z, 0-9, _ and -".formatted(id));
        }
        Set<String> names = new HashSet<>();
        processes.forEach(process -> {
            if (!names.add(process.name())) {
                throw new IllegalArgumentException(process.name() + " is there twice");
            }
        });
    }

    Optional<ProcessState> process(String name) {
        return processes.stream().filter(process -> process.name().equals(name)).findFirst();
    }

    List<ProcessState> processes(Role role) {
        return processes.stream().filter(process -> process.role() == role).toList();
    }

    /** This state with what is now known of one process, which may be new. */
    ClusterState with(ProcessState changed) {
        List<ProcessState> all = new ArrayList<>(processes);
        int at = 0;
        while (at < all.size() && !all.get(at).name().equals(changed.name())) {
            at++;
        }
        if (at < all.size()) {
            all.set(at, changed);
        } else {
            all.add(changed);
        }
        return new ClusterState(id, slots, heapMebibytes, ports, all);
    }

    /** What marks the command line of a process's last launch, so that its pid is never mistaken for another's. */
    String mark(ProcessState process) {
        return "-Dremine.process=%s/%s/%d".formatted(id, process.name(), process.launches());
    }
}
