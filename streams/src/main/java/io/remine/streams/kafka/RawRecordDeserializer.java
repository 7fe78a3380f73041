package io.remine.streams.kafka;

import io.remine.operators.intake.RawRecord;
import io.remine.operators.intake.RawRecordCodec;
import io.remine.state.lineage.InputPosition;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes every record as it is; whether its bytes make sense is for intake to say, where it can become a dead letter. */
final class RawRecordDeserializer implements KafkaRecordDeserializationSchema<RawRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
        out.collect(new RawRecord(
                new InputPosition(record.topic(), record.partition(), record.offset()),
                record.timestamp(),
                record.key(),
                record.value()));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return RawRecordCodec.TYPE;
    }
}
