package io.remine.streams.kafka;

import io.remine.operators.outgoing.OutgoingRecord;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes an outgoing record to one topic, partitioned by its key. */
final class OutgoingRecordSerializer implements KafkaRecordSerializationSchema<OutgoingRecord> {

    private static final long serialVersionUID = 1L;

    private final String topic;

    OutgoingRecordSerializer(String topic) {
        this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(OutgoingRecord record, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> outgoing = new ProducerRecord<>(topic, record.key(), record.value());
        record.headers().forEach((name, value) -> outgoing.headers().add(name, value));
        return outgoing;
    }
}
