package io.remine.streams.cluster;

import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster that takes jobs. Closing it frees what this process holds of it. */
public interface FlinkCluster extends AutoCloseable {

    /**
     * Submits the job that was built on {@code environment}.
     *
     * @param restoreFrom the path of a checkpoint or savepoint to go on from; it is left as it is
     * @throws IllegalStateException if the cluster refuses it
     */
    RunningJob submit(StreamExecutionEnvironment environment, String name, Optional<String> restoreFrom);

    @Override
    void close();
}
