package io.remine.streams.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.readers.DictionaryTask;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ExampleLoadTest {

    private static final int MICRO_BATCH = 7;

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());

    @Test
    void fillsTheLastMicroBatchAndNamesEveryExampleOnce() throws InterruptedException {
        try (ExampleLoad load = load()) {
            load.start();
            while (load.written() < 20) {
                Thread.sleep(5);
            }
        }
        assertThat(producer.history()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(producer.history().size() % MICRO_BATCH).isZero();
        assertThat(producer.history().stream().map(message -> new String(message.key(), StandardCharsets.UTF_8)))
                .doesNotHaveDuplicates();
        assertThat(producer.history()).allMatch(message -> message.topic().equals("examples"));
    }

    @Test
    void whatKafkaRefusesIsToldInTheEnd() throws InterruptedException {
        producer.sendException = new IllegalStateException("the topic is gone");
        ExampleLoad load = load();
        load.start();
        while (load.written() == 0) {
            Thread.sleep(5);
        }
        assertThatThrownBy(load::close).hasMessage("examples did not reach Kafka: the topic is gone");
    }

    private ExampleLoad load() {
        return new ExampleLoad(
                producer,
                RemineConfiguration.of(Map.of()),
                DictionaryTask.load(DictionaryTask.MIN_DOCUMENTS, 3).stream(new Random(3)),
                1_000,
                MICRO_BATCH);
    }
}
