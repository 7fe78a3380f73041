package io.remine.streams.generation;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.ParameterLayout;
import io.remine.state.encoder.Trainable;
import io.remine.state.model.Generation;
import io.remine.state.model.GenerationRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.kafka.TrustedTopic;
import io.remine.streams.signing.RecordSigner;
import io.remine.streams.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes the first generation's encoder, once per deployment, before any job is submitted. */
public final class GenerationPublisher {

    private static final String FIRST_KEY = GenerationRecord.KEY_PREFIX + Generation.FIRST.number();
    private static final String TRANSACTIONAL_ID = "remine-generation-";

    private GenerationPublisher() {}

    /**
     * The record of generation 0, which is written in one transaction with its blobs if it is not on {@code models} yet, or
     * nobody who is trusted has signed it.
     *
     * @throws IllegalStateException if Kafka does not answer, or the generation there trains other parameters than the
     *     settings say
     */
    public static GenerationRecord ensure(RemineConfiguration configuration) {
        String topic = configuration.topics().name(Topic.MODELS);
        Trainable trainable = Trainable.parse(configuration.get(RemineOptions.MODEL_TRAINABLE));
        Map<String, byte[]> present = TrustedTopic.read(configuration, Topic.MODELS, FIRST_KEY::equals);
        if (present.containsKey(FIRST_KEY)) {
            return check(read(present.get(FIRST_KEY), topic), trainable, topic);
        }
        return publish(
                configuration, topic, ModelSource.load(configuration.get(RemineOptions.MODEL_SOURCE)), trainable);
    }

    private static GenerationRecord publish(
            RemineConfiguration configuration, String topic, EncoderSource source, Trainable trainable) {
        RecordSigner signer = RecordSigner.of(configuration, Topic.MODELS).open();
        byte[] weights = source.weights().toBlob(source.config());
        byte[] tokenizer = source.tokenizerJson();
        GenerationRecord record = new GenerationRecord(
                Generation.FIRST,
                source.config(),
                BlobRef.of(weights),
                BlobRef.of(tokenizer),
                trainable,
                ParameterLayout.of(source.config(), trainable).size());
        List<KeyedBytes> chunks = new ArrayList<>(Blobs.split(weights));
        chunks.addAll(Blobs.split(tokenizer));
        Properties client = configuration.kafkaClient();
        client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, TRANSACTIONAL_ID + topic);
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (KeyedBytes chunk : chunks) {
                // The commit fails if any of these does.
                var unused = producer.send(new ProducerRecord<>(topic, chunk.key(), chunk.value()));
            }
            ProducerRecord<byte[], byte[]> named = new ProducerRecord<>(topic, record.key(), record.toJson());
            signer.sign(named);
            var unused = producer.send(named);
            producer.commitTransaction();
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "cannot publish generation 0 on %s: %s".formatted(topic, e.getMessage()), e);
        }
        return record;
    }

    private static GenerationRecord read(byte[] json, String topic) {
        try {
            return GenerationRecord.fromJson(json);
        } catch (CorruptDataException e) {
            throw new IllegalStateException(
                    "generation 0 on %s cannot be read: %s".formatted(topic, e.getMessage()), e);
        }
    }

    private static GenerationRecord check(GenerationRecord published, Trainable wanted, String topic) {
        if (!published.trainable().equals(wanted)) {
            throw new IllegalStateException(
                    "%s is '%s', but generation 0 on %s trains '%s'; set that, or use other topics (topics.prefix)"
                            .formatted(RemineOptions.MODEL_TRAINABLE.name(), wanted, topic, published.trainable()));
        }
        return published;
    }
}
