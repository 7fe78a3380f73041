package io.remine.streams.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.state.record.DocumentId;
import io.remine.streams.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class ReadersTest {

    private static final Lookup LOOKUP = new Lookup(
            "bank", "he sat on the bank", new DocumentId("n-2"), List.of(new DocumentId("n-1"), new DocumentId("n-2")));

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final AtomicLong clicks = new AtomicLong();

    @Test
    void everyClickFollowsItsQueryAndIsTold() throws Exception {
        readUntil(200);
        List<ProducerRecord<byte[], byte[]>> records = producer.history();
        Set<String> asked = keys(records, "queries");

        assertThat(asked).hasSizeGreaterThanOrEqualTo((int) clicks.get());
        assertThat(keys(records, "clicks")).hasSize((int) clicks.get()).isSubsetOf(asked);
        JsonNode query = json(first(records, "queries"));
        assertThat(query.get("text").asText()).isEqualTo("bank: he sat on the bank");
        assertThat(query.get("impressions")).hasSize(2);
        assertThat(query.get("time").asText()).matches("2\\d{3}-\\d\\d-\\d\\dT.*Z");
        JsonNode click = json(first(records, "clicks"));
        assertThat(click.get("document").asText()).isIn("n-1", "n-2");
        assertThat(click.get("position").asInt()).isBetween(0, 1);
    }

    @Test
    void whatKafkaRefusesIsToldWhenTheReadersGo() {
        producer.sendException = new IllegalStateException("the topic is gone");
        Readers readers = readers();
        readers.start();

        assertThatThrownBy(() -> {
                    try (readers) {
                        Thread.sleep(300);
                    }
                })
                .hasMessageContaining("did not reach Kafka")
                .hasMessageContaining("the topic is gone");
    }

    private void readUntil(int count) throws InterruptedException {
        try (Readers readers = readers()) {
            readers.start();
            while (clicks.get() < count) {
                Thread.sleep(10);
            }
        }
    }

    private Readers readers() {
        return new Readers(
                producer,
                Topics.unprefixed(),
                new LookupStream(List.of(LOOKUP), new Random(1)),
                Reader.USUAL,
                new Random(2),
                () -> 2_000,
                (position, query, document, millis) -> clicks.incrementAndGet(),
                "run");
    }

    private static Set<String> keys(List<ProducerRecord<byte[], byte[]>> records, String topic) {
        return records.stream()
                .filter(message -> message.topic().equals(topic))
                .map(message -> new String(message.key(), StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
    }

    private static byte[] first(List<ProducerRecord<byte[], byte[]>> records, String topic) {
        return records.stream()
                .filter(message -> message.topic().equals(topic))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static JsonNode json(byte[] value) throws IOException {
        return new ObjectMapper().readTree(value);
    }
}
