package io.remine.streams.readers;

import io.remine.state.lineage.InputPosition;
import io.remine.state.record.DocumentId;
import io.remine.state.record.QueryId;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Simulated readers: a thread that looks words up and clicks, as fast as it is told, through a Kafka producer. */
public final class Readers implements AutoCloseable {

    private static final long TICK_MILLIS = 50;

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final LookupStream lookups;
    private final Reader reader;
    private final Random random;
    private final DoubleSupplier clicksPerSecond;
    private final ClickListener listener;
    private final String run;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::read, "readers");
    private volatile boolean stopped;
    private final AtomicLong asked = new AtomicLong();

    /** Is told of every click that Kafka has acknowledged, in the producer's thread; keep it short. */
    @FunctionalInterface
    public interface ClickListener {

        /**
         * A click is in Kafka.
         *
         * @param millis when it was made, since 1970
         */
        void clicked(InputPosition position, QueryId query, DocumentId document, long millis);
    }

    /**
     * @param clicksPerSecond asked again and again
     * @param run begins every query's id, so that no two runs use the same
     * @param random theirs alone
     */
    public Readers(
            Producer<byte[], byte[]> producer,
            Topics topics,
            LookupStream lookups,
            Reader reader,
            Random random,
            DoubleSupplier clicksPerSecond,
            ClickListener listener,
            String run) {
        this.producer = producer;
        this.topics = topics;
        this.lookups = lookups;
        this.reader = reader;
        this.random = random;
        this.clicksPerSecond = clicksPerSecond;
        this.listener = listener;
        this.run = run;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** How many queries were asked: as many clicks there are at most. */
    public long asked() {
        return asked.get();
    }

    /**
     * Lets the readers go; returns when all they did is in Kafka.
     *
     * @throws IllegalStateException if some of it is not
     */
    @Override
    public void close() {
        stopped = true;
        boolean interrupted = Thread.interrupted();
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        producer.flush();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the readers' records did not reach Kafka: " + cause.getMessage(), cause);
        }
    }

    private void read() {
        double due = 0;
        long lastNanos = System.nanoTime();
        try {
            while (!stopped && failure.get() == null) {
                long nanos = System.nanoTime();
                due += clicksPerSecond.getAsDouble() * (nanos - lastNanos) / 1e9;
                lastNanos = nanos;
                while (due >= 1 && !stopped) {
                    due -= lookUp() ? 1 : 0;
                }
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** One lookup; whether it ended in a click. */
    private boolean lookUp() {
        Lookup lookup = lookups.next();
        QueryId query = new QueryId(run + "-" + asked.incrementAndGet());
        long millis = System.currentTimeMillis();
        send(Records.query(topics.name(Topic.QUERIES), query, lookup.text(), lookup.senses(), millis), metadata -> {});
        OptionalInt click = reader.click(lookup.senses(), lookup.right(), random);
        if (click.isEmpty()) {
            return false;
        }
        DocumentId clicked = lookup.senses().get(click.getAsInt());
        send(
                Records.click(topics.name(Topic.CLICKS), query, clicked, click.getAsInt(), millis),
                metadata -> listener.clicked(position(metadata), query, clicked, millis));
        return true;
    }

    private static InputPosition position(RecordMetadata metadata) {
        return new InputPosition(metadata.topic(), metadata.partition(), metadata.offset());
    }

    private void send(ProducerRecord<byte[], byte[]> message, Consumer<RecordMetadata> sent) {
        Future<?> unused = producer.send(message, (metadata, e) -> {
            if (e == null) {
                sent.accept(metadata);
            } else {
                failure.compareAndSet(null, e);
            }
        });
    }
}
