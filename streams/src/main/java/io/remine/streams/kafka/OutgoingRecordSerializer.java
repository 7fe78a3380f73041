package io.remine.streams.kafka;

import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.streams.signing.RecordSigner;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes an outgoing record to one topic, partitioned by its key and signed where that is asked for. */
final class OutgoingRecordSerializer implements KafkaRecordSerializationSchema<OutgoingRecord> {

    private static final long serialVersionUID = 1L;

    private final String topic;
    private final RecordSigner signer;

    OutgoingRecordSerializer(String topic, RecordSigner signer) {
        this.topic = topic;
        this.signer = signer;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        signer.open();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(OutgoingRecord record, KafkaSinkContext context, Long timestamp) {
        ProducerRecord<byte[], byte[]> outgoing = new ProducerRecord<>(topic, record.key(), record.value());
        record.headers().forEach((name, value) -> outgoing.headers().add(name, value));
        signer.sign(outgoing);
        return outgoing;
    }
}
