package io.remine.bench;

import io.remine.state.lineage.Lineage;
import io.remine.state.record.Example;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.readers.Records;
import io.remine.streams.topics.Topic;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Queries and their clicks at a steady rate, in a thread of its own: half of the clicks before their query. Of each fifty one
 * query is never clicked and one click has no query, so that something waits until its time-to-live has passed.
 */
final class SoakLoad implements AutoCloseable {

    private static final long TICK_MILLIS = 50;
    private static final int CYCLE = 50;
    private static final int NEVER_CLICKED = 0;
    private static final int WITHOUT_QUERY = 1;

    private final SyntheticTask task;
    private final double perSecond;
    private final String queries;
    private final String clicks;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::write, "soak-load");
    private volatile Lineage written = Lineage.NONE;
    private volatile boolean stopped;

    /** Begins to write. */
    SoakLoad(SyntheticTask task, double perSecond, RemineConfiguration configuration) {
        this.task = task;
        this.perSecond = perSecond;
        queries = configuration.topics().name(Topic.QUERIES);
        clicks = configuration.topics().name(Topic.CLICKS);
        Properties client = new Properties();
        client.putAll(configuration.kafkaClient());
        client.put("linger.ms", Long.toString(TICK_MILLIS)); // fewer, larger requests: the job is what is measured
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        thread.setDaemon(true);
        thread.start();
    }

    /** The examples that there must be of what was written so far. */
    Lineage written() {
        return written;
    }

    /**
     * Writes nothing more; returns when all of it is in Kafka.
     *
     * @return the examples that there must be of it
     * @throws IllegalStateException if some of it is not there
     */
    Lineage finish() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
        if (failure.get() != null) {
            throw new IllegalStateException(
                    "queries and clicks did not reach Kafka: " + failure.get().getMessage(), failure.get());
        }
        return written;
    }

    @Override
    public void close() {
        finish();
    }

    private void write() {
        long begin = System.nanoTime();
        try {
            for (int number = 0; !stopped && failure.get() == null; ) {
                if (written.examples() < perSecond * (System.nanoTime() - begin) / 1e9) {
                    write(number++);
                } else {
                    Thread.sleep(TICK_MILLIS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void write(int number) {
        Example example = task.example(number);
        long millis = System.currentTimeMillis();
        ProducerRecord<byte[], byte[]> query =
                Records.query(queries, example.query(), example.text(), List.of(example.clicked()), millis);
        ProducerRecord<byte[], byte[]> click = Records.click(clicks, example.query(), example.clicked(), 0, millis);
        switch (number % CYCLE) {
            case NEVER_CLICKED -> send(query);
            case WITHOUT_QUERY -> send(click);
            default -> {
                boolean early = number % 2 == 0;
                send(early ? click : query);
                send(early ? query : click);
                written = written.plus(example.hash());
            }
        }
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        Future<?> unused = producer.send(message, (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        });
    }
}
