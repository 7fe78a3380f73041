package io.remine.streams.cluster;

import java.util.Optional;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A running session cluster, reached through its REST address. Our jars are on the class path of its processes (its {@code
 * lib} folder): native libraries load once per process, so they cannot travel with each job.
 */
public final class RemoteCluster implements FlinkCluster {

    private final RestClusterClient<StandaloneClusterId> client;

    private RemoteCluster(RestClusterClient<StandaloneClusterId> client) {
        this.client = client;
    }

    /** A cluster whose REST endpoint is at {@code host:port}. */
    public static RemoteCluster connect(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "cluster '%s', expected HOST:PORT of its REST endpoint".formatted(address));
        }
        Configuration configuration = new Configuration();
        configuration.set(RestOptions.ADDRESS, address.substring(0, colon));
        configuration.set(RestOptions.PORT, Integer.parseInt(address.substring(colon + 1)));
        try {
            return new RemoteCluster(new RestClusterClient<>(configuration, StandaloneClusterId.getInstance()));
        } catch (Exception e) {
            throw new IllegalStateException("cannot make a client of cluster " + address, e);
        }
    }

    @Override
    public RunningJob submit(StreamExecutionEnvironment environment, String name, Optional<String> restoreFrom) {
        return RunningJob.submit(client, environment, name, restoreFrom);
    }

    @Override
    public void close() {
        client.close();
    }
}
