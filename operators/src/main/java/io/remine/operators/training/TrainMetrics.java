package io.remine.operators.training;

import ai.djl.Device;
import io.remine.operators.memory.Event;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * A worker's metrics: {@code examples, steps, skipped, lossLast, driftFromBase, stepMillis, searchMillis,
 * temperature}; {@code untrainable} (examples that left as dead letters), {@code awaitingDocuments} (examples now),
 * {@code timesBackToBase} (since the start); {@code gpu}, the number of the one that it computes on, -1 for the CPU; and of the recipe's parts {@code dropped} (negatives), {@code faded} (examples), {@code lateClicks}.
 */
final class TrainMetrics {

    private final Counter examples;
    private final Counter steps;
    private final Counter skipped;
    private final Counter untrainable;
    private final Map<Event, Counter> events = new EnumMap<>(Event.class);
    private volatile double lossLast = Double.NaN;
    private volatile double stepMillis;
    private volatile double searchMillis;

    TrainMetrics(MetricGroup group, Worker worker, Device device) {
        int gpu = device.isGpu() ? device.getDeviceId() : -1;
        group.<Integer, Gauge<Integer>>gauge("gpu", () -> gpu);
        examples = group.counter("examples");
        steps = group.counter("steps");
        skipped = group.counter("skipped");
        events.put(Event.DROPPED, group.counter("dropped"));
        events.put(Event.FADED, group.counter("faded"));
        events.put(Event.LATE_CLICK, group.counter("lateClicks"));
        group.<Double, Gauge<Double>>gauge("lossLast", () -> lossLast);
        group.<Double, Gauge<Double>>gauge("stepMillis", () -> stepMillis);
        group.<Double, Gauge<Double>>gauge("searchMillis", () -> searchMillis);
        untrainable = group.counter("untrainable");
        group.<Integer, Gauge<Integer>>gauge("awaitingDocuments", worker::awaited);
        group.<Integer, Gauge<Integer>>gauge("timesBackToBase", worker::timesBackToBase);
        group.<Float, Gauge<Float>>gauge("driftFromBase", worker::drift);
        group.<Double, Gauge<Double>>gauge("temperature", worker::temperature);
    }

    /** An example that left as a dead letter. */
    void recordUntrainable() {
        untrainable.inc();
    }

    /** A micro-batch that took so long, from tokens to parameters. */
    void record(StepResult result, double millis) {
        examples.inc(result.prequential().examples());
        result.events().forEach((event, times) -> events.get(event).inc(times));
        stepMillis = millis;
        searchMillis = result.searchMillis();
        switch (result.outcome()) {
            case TRAINED -> {
                steps.inc();
                lossLast = result.loss();
            }
            case UNFIT -> skipped.inc();
            case NOTHING_TO_LEARN -> {}
        }
    }
}
