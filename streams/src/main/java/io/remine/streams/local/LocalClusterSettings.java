package io.remine.streams.local;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What a local cluster is to be.
 *
 * @param directory of everything it keeps: a later start there goes on with its topics and its jobs
 * @param taskManagers 1 to 64
 * @param slots of each TaskManager, 1 to 64: the jobs together take as many as their parallelism
 * @param brokers 1 to 9; with three, one may be away
 * @param search whether there is a search server
 * @param heapMebibytes of a TaskManager, 256 to 65,536; tensors lie outside of it
 * @param ports by role, the first of several brokers; a role without one takes what is free, and later what it took first
 * @param advertised the port that clients of the only broker are told in place of its own: what listens there must forward to it
 * @param settings of Remine; those with the prefix {@code flink.} are the Flink cluster's. Addresses and directories are the
 *     cluster's to choose
 */
public record LocalClusterSettings(
        Path directory,
        int taskManagers,
        int slots,
        int brokers,
        boolean search,
        int heapMebibytes,
        Map<Role, Integer> ports,
        OptionalInt advertised,
        Map<String, String> settings) {

    public LocalClusterSettings {
        directory = directory.toAbsolutePath().normalize();
        check("TaskManagers", taskManagers, 1, 64);
        check("slots of a TaskManager", slots, 1, 64);
        check("brokers", brokers, 1, 9);
        check("MiB of heap of a TaskManager", heapMebibytes, 256, 65_536);
        ports.forEach((role, port) -> check("port of " + role.label(), port, 1, 65_535));
        if (ports.containsKey(Role.TASK_MANAGER)) {
            throw new IllegalArgumentException("a port of task-manager; TaskManagers take free ones, leave it out");
        }
        advertised.ifPresent(port -> check("advertised port", port, 1, 65_535));
        if (advertised.isPresent() && brokers > 1) {
            throw new IllegalArgumentException(
                    "an advertised port of %d brokers; it is one broker's".formatted(brokers));
        }
        ports = Map.copyOf(ports);
        settings = Map.copyOf(settings);
    }

    /** Two TaskManagers with two slots each, one broker, a search server, on free ports. */
    public static LocalClusterSettings of(Path directory) {
        return new LocalClusterSettings(directory, 2, 2, 1, true, 1_536, Map.of(), OptionalInt.empty(), Map.of());
    }

    public LocalClusterSettings withTaskManagers(int count) {
        return new LocalClusterSettings(
                directory, count, slots, brokers, search, heapMebibytes, ports, advertised, settings);
    }

    public LocalClusterSettings withSlots(int count) {
        return new LocalClusterSettings(
                directory, taskManagers, count, brokers, search, heapMebibytes, ports, advertised, settings);
    }

    public LocalClusterSettings withBrokers(int count) {
        return new LocalClusterSettings(
                directory, taskManagers, slots, count, search, heapMebibytes, ports, advertised, settings);
    }

    public LocalClusterSettings withSearch(boolean wanted) {
        return new LocalClusterSettings(
                directory, taskManagers, slots, brokers, wanted, heapMebibytes, ports, advertised, settings);
    }

    public LocalClusterSettings withHeap(int mebibytes) {
        return new LocalClusterSettings(
                directory, taskManagers, slots, brokers, search, mebibytes, ports, advertised, settings);
    }

    public LocalClusterSettings withPort(Role role, int port) {
        Map<Role, Integer> more = new EnumMap<>(Role.class);
        more.putAll(ports);
        more.put(role, port);
        return new LocalClusterSettings(
                directory, taskManagers, slots, brokers, search, heapMebibytes, more, advertised, settings);
    }

    public LocalClusterSettings withAdvertised(int port) {
        return new LocalClusterSettings(
                directory, taskManagers, slots, brokers, search, heapMebibytes, ports, OptionalInt.of(port), settings);
    }

    /** These settings of Remine besides those that there are. */
    public LocalClusterSettings withSettings(Map<String, String> added) {
        Map<String, String> more = new HashMap<>(settings);
        more.putAll(added);
        return new LocalClusterSettings(
                directory, taskManagers, slots, brokers, search, heapMebibytes, ports, advertised, more);
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%d %s, allowed: %d to %d".formatted(value, what, least, most));
        }
    }
}
