package io.remine.streams.local;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.remine.streams.broker.BrokerNode;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Writes what the processes of a cluster read when they start. */
final class ConfigurationFiles {

    private static final YAMLMapper YAML = new YAMLMapper();

    private ConfigurationFiles() {}

    static void write(ClusterDirectory directory, ClusterState state, LocalClusterSettings wished) {
        RemineConfiguration settings = settings(directory, state.ports(), wished);
        try {
            Files.createDirectories(directory.flink());
            Files.createDirectories(directory.zookeeper());
            YAML.writeValue(directory.settings().toFile(), settings.entries());
            YAML.writeValue(directory.flinkSettings().toFile(), FlinkSettings.of(directory, state, settings.flink()));
            write(directory.zookeeperSettings(), zookeeper(directory, state.ports()));
            for (int id = 1; id <= state.ports().brokers().size(); id++) {
                int port = state.ports().brokers().get(id - 1);
                BrokerNode node = new BrokerNode(
                        id,
                        directory.broker(id),
                        port,
                        wished.advertised().orElse(port),
                        state.ports().controllers());
                node.format(state.id());
                write(directory.brokerSettings(id), node.properties());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the settings of the cluster in " + directory.root(), e);
        }
    }

    /** Settings of Remine with the addresses and directories of the cluster. */
    private static RemineConfiguration settings(
            ClusterDirectory directory, ClusterPorts ports, LocalClusterSettings wished) {
        String brokers = wished.advertised().isPresent()
                ? BrokerNode.HOST + ":" + wished.advertised().getAsInt()
                : ports.bootstrapServers();
        return RemineConfiguration.of(wished.settings())
                .with(Map.of(
                        RemineOptions.BOOTSTRAP_SERVERS.name(), brokers,
                        RemineOptions.DIRECTORY.name(), directory.data().toString(),
                        RemineOptions.CHECKPOINT_DIRECTORY.name(),
                                directory.checkpoints().toUri().toString(),
                        RemineOptions.SERVE_HOST.name(), BrokerNode.HOST,
                        RemineOptions.SERVE_PORT.name(), Integer.toString(ports.search())));
    }

    private static Properties zookeeper(ClusterDirectory directory, ClusterPorts ports) {
        Properties properties = new Properties();
        properties.put("dataDir", directory.zookeeper().toString());
        properties.put("clientPort", Integer.toString(ports.zookeeper()));
        properties.put("clientPortAddress", BrokerNode.HOST);
        // The shortest session is two ticks.
        properties.put("tickTime", "1000");
        properties.put("maxClientCnxns", "0");
        properties.put("autopurge.purgeInterval", "1");
        properties.put("admin.enableServer", "false");
        return properties;
    }

    private static void write(Path file, Properties properties) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
    }
}
