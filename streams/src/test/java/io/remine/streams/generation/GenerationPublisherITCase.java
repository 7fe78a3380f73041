package io.remine.streams.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.encoder.RandomEncoder;
import io.remine.state.model.GenerationRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.embedded.EmbeddedBroker;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.topics.TopicAdmin;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationPublisherITCase {

    @TempDir
    private Path directory;

    @Test
    void theFirstEncoderIsPublishedOnceWithItsBlobs() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            RemineConfiguration configuration = RemineConfiguration.of(
                    Map.of("kafka.bootstrap.servers", broker.bootstrapServers(), "model.source", "random:7"));
            TopicAdmin.create(configuration.kafkaClient(), configuration.topics(), 1, Optional.empty());

            GenerationRecord first = GenerationPublisher.ensure(configuration);
            Map<String, byte[]> models = CompactedTopic.read(configuration.kafkaClient(), "models", key -> true);
            assertThat(first.config()).isEqualTo(RandomEncoder.TINY);
            assertThat(models.keySet())
                    .contains(
                            "generation/0",
                            first.weights().hash().hex() + "/0",
                            first.tokenizer().hash().hex() + "/0");
            assertThat(GenerationRecord.fromJson(models.get("generation/0"))).isEqualTo(first);

            assertThat(GenerationPublisher.ensure(configuration.with(Map.of("model.source", "random:8"))))
                    .as("a second call finds the first one's")
                    .isEqualTo(first);
            assertThatThrownBy(() -> GenerationPublisher.ensure(configuration.with(Map.of("model.trainable", "all"))))
                    .hasMessageContaining(
                            "model.trainable is 'all', but generation 0 on models trains 'all-but-embeddings'");
        }
    }
}
