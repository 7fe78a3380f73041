package io.remine.streams.job;

import io.remine.streams.cluster.JobSettings;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The environment a job is built on: what the checkpoint as clock needs, then the person's own Flink settings. */
public final class JobEnvironment {

    /** Bounds the parallelism of keyed operators for the life of a job's state. */
    private static final int KEY_GROUPS = 1_024;

    private JobEnvironment() {}

    /**
     * An environment for the job of this name.
     *
     * @throws IllegalStateException if a Flink setting would break the clock
     */
    public static StreamExecutionEnvironment create(RemineConfiguration configuration, String job) {
        Configuration settings = JobSettings.of(
                Duration.ofMillis(configuration.get(RemineOptions.CHECKPOINT_INTERVAL)),
                Duration.ofMillis(configuration.get(RemineOptions.CHECKPOINT_TIMEOUT)));
        String directory = configuration.get(RemineOptions.CHECKPOINT_DIRECTORY);
        if (!directory.isEmpty()) {
            settings.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    directory.endsWith("/") ? directory + job : directory + "/" + job);
        }
        configuration.flink().forEach(settings::setString);
        StreamExecutionEnvironment environment = new StreamExecutionEnvironment(settings);
        environment.setMaxParallelism(KEY_GROUPS);
        JobSettings.check(environment);
        return environment;
    }
}
