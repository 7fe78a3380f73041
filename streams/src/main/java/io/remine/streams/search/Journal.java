package io.remine.streams.search;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.release.Release;
import io.remine.state.resource.Threads;
import io.remine.state.signing.SignedTopic;
import io.remine.state.signing.TrustedKeys;
import io.remine.streams.kafka.TrustedTopic;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the training job says of itself on {@code evaluations} and {@code releases}, from the beginning, in a thread
 * of its own. What cannot be read, and a release that no trusted key has signed, is logged and passed over.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Of each kind, the newest that are remembered. */
    private static final int REMEMBERED = 20_000;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final TrustedKeys trust;
    private final Deque<EvaluationRecord> evaluations = new ArrayDeque<>();
    private final Deque<Release> releases = new ArrayDeque<>();
    private final Thread thread = new Thread(this::follow, "journal");
    private volatile boolean closed;

    private Journal(KafkaConsumer<byte[], byte[]> consumer, Topics topics, TrustedKeys trust) {
        this.consumer = consumer;
        this.topics = topics;
        this.trust = trust;
    }

    /**
     * Begins to follow.
     *
     * @param client Kafka client properties, {@code bootstrap.servers} among them
     * @param trust whose releases are taken
     */
    public static Journal open(Properties client, Topics topics, TrustedKeys trust) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        Journal journal = new Journal(consumer, topics, trust);
        journal.thread.setDaemon(true);
        journal.thread.start();
        return journal;
    }

    /**
     * Evaluations in the order of the examples they speak of: where a job went back to an older checkpoint, the evaluations
     * of the life it left behind end there.
     */
    public List<EvaluationRecord> evaluations() {
        synchronized (evaluations) {
            return new ArrayList<>(evaluations);
        }
    }

    /** What the gate has released, the oldest first. */
    public List<Release> releases() {
        synchronized (releases) {
            return new ArrayList<>(releases);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        Threads.joinUninterruptibly(thread);
    }

    private void follow() {
        try (consumer) {
            List<TopicPartition> partitions = Stream.of(Topic.EVALUATIONS, Topic.RELEASES)
                    .flatMap(topic -> consumer.partitionsFor(topics.name(topic)).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!closed) {
                consumer.poll(POLL).forEach(this::accept);
            }
        } catch (WakeupException e) {
            LOG.debug("The journal is closed");
        } catch (KafkaException e) {
            LOG.error("The journal ends here: evaluations and releases from now on are not seen", e);
        }
    }

    private void accept(ConsumerRecord<byte[], byte[]> message) {
        if (message.key() == null || message.value() == null) {
            return;
        }
        try {
            if (message.topic().equals(topics.name(Topic.EVALUATIONS))) {
                add(EvaluationRecord.fromJson(message.value()));
            } else if (Release.LIVE_KEY.equals(new String(message.key(), StandardCharsets.UTF_8))
                    && TrustedTopic.isTrusted(trust, SignedTopic.RELEASES, message)) {
                add(Release.fromJson(message.value()));
            }
        } catch (CorruptDataException e) {
            LOG.warn("Passed over {}-{} offset {}", message.topic(), message.partition(), message.offset(), e);
        }
    }

    private void add(EvaluationRecord evaluation) {
        synchronized (evaluations) {
            long examples = evaluation.lineage().examples();
            while (!evaluations.isEmpty() && evaluations.getLast().lineage().examples() >= examples) {
                evaluations.removeLast();
            }
            addBounded(evaluations, evaluation);
        }
    }

    private void add(Release release) {
        synchronized (releases) {
            addBounded(releases, release);
        }
    }

    private static <T> void addBounded(Deque<T> remembered, T newest) {
        if (remembered.size() == REMEMBERED) {
            remembered.removeFirst();
        }
        remembered.addLast(newest);
    }
}
