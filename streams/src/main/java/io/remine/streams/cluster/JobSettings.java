package io.remine.streams.cluster;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The Flink settings that every job of ours needs, since the checkpoint is the clock: exactly once, aligned, one at a time,
 * and no restart of the job because one of them was slow.
 */
public final class JobSettings {

    private JobSettings() {}

    /**
     * Settings for a job.
     *
     * @param interval from one checkpoint to the next, the length of a training round
     * @param timeout after which a checkpoint is given up; the next one carries what it would have
     */
    public static Configuration of(Duration interval, Duration timeout) {
        Configuration settings = new Configuration();
        settings.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
        settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
        settings.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, timeout);
        settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
        settings.set(CheckpointingOptions.ALIGNED_CHECKPOINT_TIMEOUT, Duration.ZERO);
        settings.set(CheckpointingOptions.MAX_CONCURRENT_CHECKPOINTS, 1);
        settings.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 1000);
        settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 3);
        settings.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        settings.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        settings.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(3));
        // A job needs about that long to start: whoever gets further is paced by that, and is not to wait on top of it.
        settings.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofSeconds(5));
        return settings;
    }

    /**
     * Refuses an environment on which a version would not be exactly a checkpoint.
     *
     * @throws IllegalStateException naming the setting
     */
    public static void check(StreamExecutionEnvironment environment) {
        var checkpoints = environment.getCheckpointConfig();
        require(checkpoints.isCheckpointingEnabled(), "execution.checkpointing.interval", "must be set");
        require(
                checkpoints.getCheckpointingConsistencyMode() == CheckpointingMode.EXACTLY_ONCE,
                "execution.checkpointing.mode",
                "must be EXACTLY_ONCE");
        require(
                !checkpoints.isUnalignedCheckpointsEnabled(),
                "execution.checkpointing.unaligned.enabled",
                "must be false");
        require(
                checkpoints.getAlignedCheckpointTimeout().isZero(),
                "execution.checkpointing.aligned-checkpoint-timeout",
                "must be 0");
        require(
                checkpoints.getMaxConcurrentCheckpoints() == 1,
                "execution.checkpointing.max-concurrent-checkpoints",
                "must be 1");
    }

    private static void require(boolean holds, String setting, String rule) {
        if (!holds) {
            throw new IllegalStateException(
                    "%s %s: a model version is exactly one aligned checkpoint".formatted(setting, rule));
        }
    }
}
