package io.remine.state.live;

import io.remine.state.signing.RecordSignature;
import io.remine.state.signing.TrustedKeys;
import io.remine.state.signing.UntrustedRecordException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads whole topics from the beginning, that of the index from where an earlier life was, and hands every record to the live
 * state, in one thread, until it is stopped.
 */
final class TopicFollower implements Runnable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(8);
    private static final long RETRY_MILLIS = 1_000;

    private final Consumer<byte[], ByteBuffer> consumer;
    private final Map<String, LiveState.Topic> topics;
    private final TrustedKeys trust;
    private final LiveState state;
    private final Resumption resumption;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** What was on the topics when reading began. Null before that. */
    private Bootstrap bootstrap;

    /** Whether all of that has been read, and can be used. */
    private boolean caughtUp;

    /**
     * The consumer becomes this follower's.
     *
     * @param trust whose records are taken
     */
    TopicFollower(
            Consumer<byte[], ByteBuffer> consumer,
            Map<String, LiveState.Topic> topics,
            TrustedKeys trust,
            LiveState state,
            Resumption resumption) {
        this.consumer = consumer;
        this.topics = topics;
        this.trust = trust;
        this.state = state;
        this.resumption = resumption;
    }

    @Override
    public void run() {
        try (consumer) {
            while (stopped.getCount() > 0) {
                step();
            }
        } catch (Error e) {
            state.problems().stand(Problem.INTERNAL, "following has ended: %s; restart".formatted(e));
            throw e;
        }
    }

    /** Ends {@link #run} soon; from any thread. */
    void stop() {
        stopped.countDown();
        consumer.wakeup();
    }

    private void step() {
        try {
            if (bootstrap == null) {
                begin();
            }
            ConsumerRecords<byte[], ByteBuffer> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], ByteBuffer> record : records) {
                take(record);
            }
            state.problems().clear(Problem.BROKER);
            boolean reached = reachEnds();
            if (reached || !records.isEmpty()) {
                state.refresh();
                resumption.keep();
            }
            if (reached && !resumption.holds()) { // a blob turned out to be damaged
                startOver();
            }
        } catch (WakeupException | InterruptException e) {
            stopped.countDown(); // the only reasons to wake it up
        } catch (KafkaException e) {
            state.problems().stand(Problem.BROKER, e.toString());
            pause();
        } catch (RuntimeException e) {
            state.problems().report(Problem.INTERNAL, e.toString());
            pause();
        }
    }

    /** Until it is taken: a record that a full disk refused comes no second time, and without it no later version. */
    private void take(ConsumerRecord<byte[], ByteBuffer> record) {
        LiveState.Topic topic = topics.get(record.topic());
        if (!isTrusted(topic, record)) {
            return;
        }
        while (!state.accept(topic, record.key(), record.value()) && stopped.getCount() > 0) {
            pause();
        }
        if (topic == LiveState.Topic.INDEX) {
            resumption.taken(record.offset(), record.value());
        }
    }

    private boolean isTrusted(LiveState.Topic topic, ConsumerRecord<byte[], ByteBuffer> record) {
        try {
            trust.check(topic.signed(), record.key(), record.value(), RecordSignature.header(record.headers()));
            return true;
        } catch (UntrustedRecordException e) {
            state.problems().report(Problem.UNTRUSTED_RECORD, e.getMessage());
            return false;
        }
    }

    private void begin() {
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.assign(topics.keySet().stream()
                .map(topic -> new TopicPartition(topic, 0))
                .toList()); // so that the broker's first answer tells of all topics at once
        for (String topic : topics.keySet()) {
            partitionsOf(topic).forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<TopicPartition> index = ofIndex();
        if (index.size() == 1) { // a manifest's offset says nothing of other partitions
            TopicPartition only = index.get(0);
            resumption.begin(starts.get(only), ends.get(only)).ifPresent(offset -> starts.put(only, offset));
        }
        starts.forEach(consumer::seek);
        bootstrap = new Bootstrap(starts, ends);
        state.progressed(0, bootstrap.offsets());
    }

    /** Reads all of the index, as if nothing had been kept. */
    private void startOver() {
        List<TopicPartition> index = ofIndex();
        Bootstrap whole = new Bootstrap(consumer.beginningOffsets(index), consumer.endOffsets(index));
        consumer.seekToBeginning(index);
        resumption.giveUp();
        caughtUp = false;
        bootstrap = whole;
    }

    private List<TopicPartition> ofIndex() {
        return consumer.assignment().stream()
                .filter(partition -> topics.get(partition.topic()) == LiveState.Topic.INDEX)
                .toList();
    }

    private List<PartitionInfo> partitionsOf(String topic) {
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic, FIRST_ANSWER);
            if (found == null || found.isEmpty()) {
                throw new KafkaException("it does not exist; make the topics");
            }
            return found;
        } catch (WakeupException | InterruptException | TopicAuthorizationException e) {
            throw e; // the last names its topic, which may be another one
        } catch (KafkaException e) {
            throw new KafkaException("topic %s: %s".formatted(topic, e.getMessage()), e);
        }
    }

    /** Whether, with this call, everything that was there when reading began has been read. */
    private boolean reachEnds() {
        if (caughtUp) {
            return false;
        }
        bootstrap.reached(consumer::position);
        state.progressed(bootstrap.offsets() - bootstrap.offsetsLeft(), bootstrap.offsets());
        if (!bootstrap.isDone()) {
            return false;
        }
        if (!resumption.holds()) {
            startOver();
            return false;
        }
        state.caughtUp();
        caughtUp = true;
        return true;
    }

    private void pause() {
        try {
            stopped.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopped.countDown();
        }
    }
}
