package io.remine.bench;

import io.remine.operators.intake.JsonWriter;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.readers.Records;
import io.remine.streams.topics.Topic;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a task to the topics of a deployment; it is all there when a call returns. */
record TaskTopics(RemineConfiguration configuration) {

    void writeDocuments(SyntheticTask task) throws InterruptedException, ExecutionException {
        String topic = configuration.topics().name(Topic.DOCUMENTS);
        write(IntStream.range(0, task.documents())
                .mapToObj(document ->
                        Records.document(topic, SyntheticTask.documentId(document), task.document(document))));
    }

    /** The first examples. */
    void writeExamples(SyntheticTask task, int count) throws InterruptedException, ExecutionException {
        String topic = configuration.topics().name(Topic.EXAMPLES);
        write(IntStream.range(0, count)
                .mapToObj(task::example)
                .map(example -> new ProducerRecord<>(topic, example.query().bytes(), JsonWriter.example(example))));
    }

    private void write(Stream<ProducerRecord<byte[], byte[]>> records) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                configuration.kafkaClient(), new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = records.map(producer::send).toList();
            producer.flush();
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }
    }
}
