package io.remine.streams.kafka;

import io.remine.operators.intake.RawRecord;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.signing.RecordSigner;
import io.remine.streams.topics.Topic;
import java.util.Properties;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/** The sources and sinks of one job. Its name is in consumer groups and transactional ids: two jobs never share one. */
public final class KafkaStreams {

    private final RemineConfiguration configuration;
    private final String job;

    public KafkaStreams(RemineConfiguration configuration, String job) {
        this.configuration = configuration;
        this.job = job;
    }

    /**
     * Reads a topic from its beginning, or from where a restored checkpoint stood.
     *
     * @param bounded whether it ends where the topic ends when the job is submitted
     */
    public KafkaSource<RawRecord> source(Topic topic, boolean bounded) {
        var builder = KafkaSource.<RawRecord>builder()
                .setProperties(configuration.kafkaClient())
                .setTopics(configuration.topics().name(topic))
                .setGroupId(name(topic))
                .setClientIdPrefix(name(topic))
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString())
                .setDeserializer(new RawRecordDeserializer());
        return (bounded ? builder.setBounded(OffsetsInitializer.latest()) : builder).build();
    }

    /**
     * Writes to a topic; what is written becomes visible when the checkpoint that contains it completes.
     *
     * @param writer tells several sinks of a job on one topic apart
     */
    public KafkaSink<OutgoingRecord> sink(Topic topic, String writer) {
        Properties properties = configuration.kafkaClient();
        properties.setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Long.toString(configuration.get(RemineOptions.TRANSACTION_TIMEOUT)));
        return KafkaSink.<OutgoingRecord>builder()
                .setKafkaProducerConfig(properties)
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix(name(topic) + "-" + writer)
                .setRecordSerializer(new OutgoingRecordSerializer(
                        configuration.topics().name(topic), RecordSigner.of(configuration, topic)))
                .build();
    }

    private String name(Topic topic) {
        return "remine-%s-%s".formatted(job, configuration.topics().name(topic));
    }
}
