package io.remine.streams.chaos;

import io.remine.state.lineage.Lineage;
import io.remine.state.record.QueryId;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.readers.InputLineage;
import io.remine.streams.readers.Lookup;
import io.remine.streams.readers.LookupStream;
import io.remine.streams.readers.Records;
import io.remine.streams.topics.Topic;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;

/** Examples, written as evenly as they are asked for, and in the end as many as fill the last micro-batch. */
final class ExampleLoad implements Load {

    private static final long TICK_MILLIS = 20;

    private final Producer<byte[], byte[]> producer;
    private final RemineConfiguration configuration;
    private final LookupStream lookups;
    private final double perSecond;
    private final int microBatch;
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::write, "examples");
    private volatile boolean stopped;

    ExampleLoad(
            Producer<byte[], byte[]> producer,
            RemineConfiguration configuration,
            LookupStream lookups,
            double perSecond,
            int microBatch) {
        this.producer = producer;
        this.configuration = configuration;
        this.lookups = lookups;
        this.perSecond = perSecond;
        this.microBatch = microBatch;
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public long written() {
        return written.get();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException(
                    "examples did not reach Kafka: " + failure.get().getMessage(), failure.get());
        }
    }

    @Override
    public Lineage input() {
        return InputLineage.read(
                configuration.kafkaClient(), configuration.topics().name(Topic.EXAMPLES));
    }

    private void write() {
        long begin = System.nanoTime();
        try {
            while (!stopped || written.get() % microBatch != 0) {
                if (stopped || written.get() < perSecond * (System.nanoTime() - begin) / 1e9) {
                    next();
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

    private void next() {
        Lookup lookup = lookups.next();
        Future<?> unused = producer.send(
                Records.example(
                        configuration.topics().name(Topic.EXAMPLES),
                        new QueryId("e-" + written.incrementAndGet()),
                        lookup.text(),
                        lookup.right(),
                        System.currentTimeMillis()),
                (metadata, e) -> {
                    if (e != null) {
                        failure.compareAndSet(null, e);
                    }
                });
    }
}
