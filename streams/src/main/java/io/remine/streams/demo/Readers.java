package io.remine.streams.demo;

import io.remine.state.lineage.InputPosition;
import io.remine.state.record.QueryId;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Simulated readers: a thread that looks words up and clicks, as fast as the pace allows, through a Kafka producer. */
final class Readers implements AutoCloseable {

    private static final long TICK_MILLIS = 50;

    private final Producer<byte[], byte[]> producer;
    private final Topics topics;
    private final LookupStream lookups;
    private final Reader reader;
    private final Random random;
    private final Pace pace;
    private final ClickLedger ledger;
    private final String run;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::read, "demo-readers");
    private volatile boolean stopped;
    private long asked;

    /**
     * @param run begins every query's id, so that no two runs use the same
     * @param random theirs alone
     */
    Readers(
            Producer<byte[], byte[]> producer,
            Topics topics,
            LookupStream lookups,
            Reader reader,
            Random random,
            Pace pace,
            ClickLedger ledger,
            String run) {
        this.producer = producer;
        this.topics = topics;
        this.lookups = lookups;
        this.reader = reader;
        this.random = random;
        this.pace = pace;
        this.ledger = ledger;
        this.run = run;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
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
                due += pace.perSecond() * (nanos - lastNanos) / 1e9;
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
        QueryId query = new QueryId(run + "-" + ++asked);
        long millis = System.currentTimeMillis();
        send(Records.query(topics.name(Topic.QUERIES), query, lookup.text(), lookup.senses(), millis), metadata -> {});
        OptionalInt click = reader.click(lookup.senses(), lookup.right(), random);
        if (click.isEmpty()) {
            return false;
        }
        int position = click.getAsInt();
        send(
                Records.click(topics.name(Topic.CLICKS), query, lookup.senses().get(position), position, millis),
                metadata -> ledger.made(position(metadata), millis));
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
