package io.remine.streams.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.model.GenerationRecord;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The records of a topic as lines of JSON: {@code key}, {@code value} (absent for a tombstone) and {@code headers}, all in
 * base 64. Of topics that jobs write, only what compaction would leave.
 */
final class TopicLines {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Set<Topic> INPUTS = Set.of(Topic.DOCUMENTS, Topic.QUERIES, Topic.CLICKS, Topic.NEGATIVES);

    private TopicLines() {}

    /** What was committed to a topic, by partition, without the first encoder. */
    static Map<Integer, List<String>> read(Deployment deployment, Topic topic) throws IOException {
        GenerationRecord generation = deployment.generation();
        Set<String> left = Set.of(
                generation.weights().hash().hex(), generation.tokenizer().hash().hex());
        Map<Integer, Map<String, ConsumerRecord<byte[], byte[]>>> kept = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(deployment, topic)) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            if (left.contains(key.replaceAll("/.*", ""))) {
                continue;
            }
            Map<String, ConsumerRecord<byte[], byte[]>> partition =
                    kept.computeIfAbsent(record.partition(), number -> new LinkedHashMap<>());
            if (INPUTS.contains(topic)) {
                // A savepoint holds offsets of it, which must be the same when it is written again.
                if (record.offset() != partition.size()) {
                    throw new IOException("%s lacks a record before offset %d".formatted(topic, record.offset()));
                }
                partition.put(record.offset() + "", record);
            } else {
                partition.remove(key);
                if (record.value() != null) {
                    partition.put(key, record);
                }
            }
        }
        Map<Integer, List<String>> lines = new TreeMap<>();
        for (Map.Entry<Integer, Map<String, ConsumerRecord<byte[], byte[]>>> partition : kept.entrySet()) {
            List<String> written = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : partition.getValue().values()) {
                written.add(line(record));
            }
            lines.put(partition.getKey(), written);
        }
        return lines;
    }

    private static String line(ConsumerRecord<byte[], byte[]> record) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("key", record.key());
        if (record.value() != null) {
            json.put("value", record.value());
        }
        ObjectNode headers = json.putObject("headers");
        record.headers().forEach(header -> headers.put(header.key(), header.value()));
        return JSON.writeValueAsString(json);
    }

    /** The record of a line. */
    static ProducerRecord<byte[], byte[]> record(String topic, int partition, String line) throws IOException {
        JsonNode json = JSON.readTree(line);
        byte[] value = json.has("value") ? json.get("value").binaryValue() : null;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, json.get("key").binaryValue(), value);
        for (Map.Entry<String, JsonNode> header : json.get("headers").properties()) {
            record.headers().add(header.getKey(), header.getValue().binaryValue());
        }
        return record;
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(Deployment deployment, Topic topic) {
        Properties client = deployment.configuration().kafkaClient();
        client.put("isolation.level", "read_committed");
        client.put("enable.auto.commit", "false");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    consumer.partitionsFor(deployment.configuration().topics().name(topic)).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }
}
