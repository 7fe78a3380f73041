package io.remine.streams.local;

import io.remine.streams.broker.BrokerNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ports of a cluster. They stay the same for the life of its directory, since its jobs know the brokers by theirs.
 *
 * @param brokers that clients use, by id from 1
 * @param controllers of the same nodes
 */
record ClusterPorts(int zookeeper, int rest, int search, List<Integer> brokers, List<Integer> controllers) {

    private static final int TRIES = 1_000;
    /**
     * Below the ports that Linux and macOS give to connections: while its process is away nobody else gets the port, not even
     * a client that tries to connect to it and would find itself.
     */
    private static final int FIRST = 10_240;

    private static final int LAST = 32_767;

    ClusterPorts {
        brokers = List.copyOf(brokers);
        controllers = List.copyOf(controllers);
        if (brokers.isEmpty() || brokers.size() != controllers.size()) {
            throw new IllegalArgumentException(
                    "%d ports of brokers and %d of controllers, expected as many, at least one"
                            .formatted(brokers.size(), controllers.size()));
        }
        List<Integer> all = Stream.concat(
                        Stream.of(zookeeper, rest, search), Stream.concat(brokers.stream(), controllers.stream()))
                .toList();
        if (all.stream().distinct().count() < all.size()) {
            throw new IllegalArgumentException(
                    "ports %s: one is there twice; give each process its own".formatted(all));
        }
    }

    /** The ports that are wished, else those of the cluster's earlier life, else free ones. */
    static ClusterPorts choose(
            Map<Role, Integer> wished, int brokers, Optional<ClusterPorts> earlier, RandomGenerator random) {
        List<Integer> taken = new ArrayList<>(wished.values());
        earlier.ifPresent(ports -> {
            taken.addAll(List.of(ports.zookeeper, ports.rest, ports.search));
            taken.addAll(ports.brokers);
            taken.addAll(ports.controllers);
        });
        List<Integer> clients = new ArrayList<>();
        List<Integer> controllers = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            int index = i;
            Optional<Integer> first = Optional.ofNullable(wished.get(Role.BROKER));
            clients.add(first.map(port -> port + index)
                    .or(() -> earlier.filter(ports -> index < ports.brokers.size())
                            .map(ports -> ports.brokers.get(index)))
                    .orElseGet(() -> free(taken, random)));
            controllers.add(earlier.filter(ports -> index < ports.controllers.size())
                    .map(ports -> ports.controllers.get(index))
                    .orElseGet(() -> free(taken, random)));
        }
        return new ClusterPorts(
                one(wished, Role.ZOOKEEPER, earlier.map(ClusterPorts::zookeeper), taken, random),
                one(wished, Role.JOB_MANAGER, earlier.map(ClusterPorts::rest), taken, random),
                one(wished, Role.SEARCH, earlier.map(ClusterPorts::search), taken, random),
                clients,
                controllers);
    }

    /** What clients of the brokers put into {@code bootstrap.servers}. */
    String bootstrapServers() {
        return brokers.stream().map(port -> BrokerNode.HOST + ":" + port).collect(Collectors.joining(","));
    }

    private static int one(
            Map<Role, Integer> wished,
            Role role,
            Optional<Integer> earlier,
            List<Integer> taken,
            RandomGenerator random) {
        return Optional.ofNullable(wished.get(role)).or(() -> earlier).orElseGet(() -> free(taken, random));
    }

    private static int free(List<Integer> taken, RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            int port = random.nextInt(FIRST, LAST + 1);
            if (!taken.contains(port) && isFree(port)) {
                taken.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port on %s between %d and %d after %d tries; give ports by hand"
                .formatted(BrokerNode.HOST, FIRST, LAST, TRIES));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
