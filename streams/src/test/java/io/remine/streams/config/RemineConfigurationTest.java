package io.remine.streams.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemineConfigurationTest {

    @TempDir
    private Path directory;

    @Test
    void nestedAndDottedNamesMeanTheSame() throws IOException {
        RemineConfiguration nested = load(
                """
                kafka.bootstrap.servers: broker:9093
                train:
                  workers: 3
                  control-share: 0.25
                """);
        RemineConfiguration dotted = load("kafka: {bootstrap: {servers: 'broker:9093'}}\ntrain.workers: 3\n");
        assertThat(nested.get(RemineOptions.TRAIN_WORKERS)).isEqualTo(3);
        assertThat(nested.get(RemineOptions.TRAIN_CONTROL_SHARE)).isEqualTo(0.25);
        assertThat(dotted.get(RemineOptions.TRAIN_WORKERS)).isEqualTo(3);
        assertThat(dotted.kafkaClient())
                .isEqualTo(nested.kafkaClient())
                .containsEntry("bootstrap.servers", "broker:9093");
    }

    @Test
    void anEmptyFileMeansAllDefaults() throws IOException {
        assertThat(load("# nothing\n").get(RemineOptions.TRAIN_MICRO_BATCH)).isEqualTo(32);
    }

    @Test
    void prefixedNamesGoToKafkaAndFlink() throws IOException {
        RemineConfiguration configuration = load(
                """
                kafka:
                  security.protocol: SASL_SSL
                flink:
                  taskmanager.memory.managed.size: 1g
                """);
        assertThat(configuration.kafkaClient()).containsEntry("security.protocol", "SASL_SSL");
        assertThat(configuration.flink()).containsOnly(Map.entry("taskmanager.memory.managed.size", "1g"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearestOne() {
        assertThatThrownBy(() -> load("train:\n  worker: 2\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("settings.yaml")
                .hasMessageContaining("unknown setting 'train.worker'")
                .hasMessageContaining("did you mean 'train.workers'?");
    }

    @Test
    void aValueOutOfRangeOrOfAnotherTypeIsRefusedWithTheRange() {
        assertThatThrownBy(() -> load("train.workers: 0"))
                .hasMessageContaining("train.workers is '0', allowed: 1 to 1024 subtasks");
        assertThatThrownBy(() -> load("train.workers: many"))
                .hasMessageContaining("train.workers is 'many', allowed: 1 to 1024 subtasks");
        assertThatThrownBy(() -> load("merge.outer: sgd"))
                .hasMessageContaining("merge.outer is 'sgd', allowed: identity | nesterov");
        assertThatThrownBy(() -> load("train: [1, 2]")).hasMessageContaining("'train' is ARRAY");
        assertThatThrownBy(() -> load("just words")).hasMessageContaining("settings are `name: value`");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> RemineConfiguration.load(directory.resolve("none.yaml")))
                .hasMessageContaining("there is no file " + directory.resolve("none.yaml"));
    }

    @Test
    void aTransactionMustOutliveItsCheckpoint() {
        assertThatThrownBy(() -> load("transaction.timeout-ms: 300000"))
                .hasMessageContaining("transaction.timeout-ms is 300000, must be above checkpoint.timeout-ms, 300000");
    }

    @Test
    void theSettingsOfTheContainersAreAccepted() {
        RemineConfiguration containers = RemineConfiguration.load(Path.of("..", "deploy", "remine.yaml"));
        assertThat(containers.kafkaClient()).containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void overridesWinAndTheRestStays() {
        RemineConfiguration configuration = RemineConfiguration.of(Map.of("train.workers", "2", "kafka.client.id", "x"))
                .with(Map.of("train.workers", "4"));
        assertThat(configuration.get(RemineOptions.TRAIN_WORKERS)).isEqualTo(4);
        assertThat(configuration.kafkaClient()).containsEntry("client.id", "x");
    }

    @Test
    void everyDefaultIsInItsRangeAndEverySettingIsPrinted() {
        RemineConfiguration defaults = RemineConfiguration.of(Map.of());
        String table = SettingsTable.print();
        assertThat(RemineOptions.all()).isNotEmpty().allSatisfy(setting -> {
            assertThat(defaults.get(setting)).isEqualTo(setting.option().defaultValue());
            assertThat(table).contains("\n" + setting.name() + " ").contains(setting.description());
        });
    }

    private RemineConfiguration load(String yaml) throws IOException {
        return RemineConfiguration.load(Files.writeString(directory.resolve("settings.yaml"), yaml));
    }
}
