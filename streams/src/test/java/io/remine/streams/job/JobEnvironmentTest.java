package io.remine.streams.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.streams.config.RemineConfiguration;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobEnvironmentTest {

    @ParameterizedTest
    @CsvSource({
        "execution.checkpointing.unaligned.enabled, true",
        "execution.checkpointing.mode, AT_LEAST_ONCE",
        "execution.checkpointing.aligned-checkpoint-timeout, 5 s",
        "execution.checkpointing.max-concurrent-checkpoints, 2",
    })
    void aSettingThatBreaksTheClockIsRefusedByName(String setting, String value) {
        RemineConfiguration configuration = RemineConfiguration.of(Map.of("flink." + setting, value));
        assertThatThrownBy(() -> JobEnvironment.create(configuration, "job"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("a model version is exactly one aligned checkpoint");
    }

    @Test
    void otherFlinkSettingsAreTheOperators() {
        RemineConfiguration configuration = RemineConfiguration.of(
                Map.of("flink.state.backend.type", "hashmap", "checkpoint.directory", "file:///checkpoints"));
        var settings = JobEnvironment.create(configuration, "job").getConfiguration();
        assertThat(settings.get(StateBackendOptions.STATE_BACKEND)).isEqualTo("hashmap");
        assertThat(settings.get(CheckpointingOptions.CHECKPOINTS_DIRECTORY)).isEqualTo("file:///checkpoints/job");
    }

    @Test
    void everySubmissionHasATimelineOfItsOwn() {
        assertThat(Timelines.fresh()).isNotEqualTo(Timelines.fresh());
    }
}
