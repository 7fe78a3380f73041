package io.remine.operators.joining;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.DeadLetterCodec;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Joins queries with clicks and supplied negatives, keyed by the query's id. Examples leave on the main output, clicks and
 * negatives whose query never came on {@link #DEAD_LETTERS}. Times are processing times: no producer's clock makes another's
 * clicks late, and no idle partition holds them back. Metrics: {@code joinedExamples}; {@code repeatedRecords}, clicks and
 * negatives that have counted before; {@code unmatchedRecords} and {@code refusedRecords}, those that left.
 */
public final class JoinOperator extends KeyedCoProcessFunction<String, Query, Received, Example> {

    /** Clicks that made no example and negatives that none can carry, with their original bytes. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetterCodec.TYPE);

    private static final long serialVersionUID = 1L;

    private final long timeToLiveMillis;

    private transient ValueState<JoinState> remembered;
    private transient Counter joined;
    private transient Counter repeated;
    private transient Map<Reason, Counter> left;

    /**
     * @param timeToLiveMillis how long a query waits for clicks, and a click or a negative for its query, at least 1
     */
    public JoinOperator(long timeToLiveMillis) {
        if (timeToLiveMillis < 1) {
            throw new IllegalArgumentException(
                    "time-to-live %d ms of the join, must be at least 1 ms".formatted(timeToLiveMillis));
        }
        this.timeToLiveMillis = timeToLiveMillis;
    }

    @Override
    public void open(OpenContext context) {
        remembered = getRuntimeContext()
                .getState(new ValueStateDescriptor<>(
                        "join",
                        CodecTypeInformation.of(JoinStateCodec.INSTANCE, JoinState.class)
                                .serializer()));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        joined = metrics.counter("joinedExamples");
        repeated = metrics.counter("repeatedRecords");
        left = Map.of(
                Reason.UNMATCHED,
                metrics.counter("unmatchedRecords"),
                Reason.TOO_MANY,
                metrics.counter("refusedRecords"));
    }

    @Override
    public void processElement1(Query query, Context context, Collector<Example> out) throws Exception {
        long expiresMillis = expiry(context);
        JoinState before = state();
        Join.Outcome outcome = Join.query(before, query, expiresMillis);
        apply(before, outcome, context, out);
        if (!outcome.state().equals(before)) {
            context.timerService().registerProcessingTimeTimer(expiresMillis);
        }
    }

    @Override
    public void processElement2(Received received, Context context, Collector<Example> out) throws Exception {
        long expiresMillis = expiry(context);
        JoinState before = state();
        Join.Outcome outcome = Join.received(before, received, expiresMillis);
        if (outcome.deadLetters().isEmpty() && outcome.state().equals(before)) {
            repeated.inc();
        }
        apply(before, outcome, context, out);
        if (outcome.state().waiting().size() > before.waiting().size()) {
            context.timerService().registerProcessingTimeTimer(expiresMillis);
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Example> out) throws Exception {
        JoinState before = state();
        apply(before, Join.expire(before, timestamp), context, out);
    }

    private JoinState state() throws Exception {
        JoinState state = remembered.value();
        return state == null ? JoinState.EMPTY : state;
    }

    private void apply(JoinState before, Join.Outcome outcome, Context context, Collector<Example> out)
            throws Exception {
        outcome.examples().forEach(out::collect);
        joined.inc(outcome.examples().size());
        outcome.deadLetters().forEach(letter -> {
            context.output(DEAD_LETTERS, letter);
            left.get(letter.reason()).inc();
        });
        if (outcome.state().isEmpty()) {
            remembered.clear();
        } else if (!outcome.state().equals(before)) {
            remembered.update(outcome.state());
        }
    }

    private long expiry(Context context) {
        return Expiry.at(context.getCurrentKey(), context.timerService().currentProcessingTime(), timeToLiveMillis);
    }
}
