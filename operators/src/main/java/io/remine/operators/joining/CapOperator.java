package io.remine.operators.joining;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.deadletter.DeadLetterCodec;
import io.remine.operators.deadletter.Reason;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.RawRecord;
import io.remine.state.lineage.ExampleHash;
import io.remine.state.record.Click;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets so many different clicks of one user, or on one document, through in a window; the others leave whole on
 * {@link #DEAD_LETTERS}. Stands before the join, keyed as {@link Cap.By#key} says. What is no click passes, and so does a
 * click that has counted and is sent again: the join knows it.
 */
public final class CapOperator extends KeyedProcessFunction<String, Received, Received> {

    /** Clicks beyond the cap, with their original bytes. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", DeadLetterCodec.TYPE);

    private static final long serialVersionUID = 1L;

    private final Cap cap;

    private transient ValueState<CapWindow> window;
    private transient Counter capped;

    public CapOperator(Cap cap) {
        this.cap = cap;
    }

    @Override
    public void open(OpenContext context) {
        window = getRuntimeContext()
                .getState(new ValueStateDescriptor<>(
                        "window",
                        CodecTypeInformation.of(CapWindowCodec.INSTANCE, CapWindow.class)
                                .serializer()));
        capped = getRuntimeContext().getMetricGroup().counter("cappedClicks");
    }

    @Override
    public void processElement(Received received, Context context, Collector<Received> out) throws Exception {
        Optional<String> counted =
                received instanceof ReceivedClick click ? cap.by().of(click.click()) : Optional.empty();
        if (counted.isEmpty() || counts((ReceivedClick) received, context)) {
            out.collect(received);
            return;
        }
        capped.inc();
        RawRecord raw = received.raw();
        String message = "more than %d clicks of %s %s within %d ms; raise the cap if they are meant"
                .formatted(
                        cap.clicks(), cap.by() == Cap.By.USER ? "user" : "document", counted.get(), cap.windowMillis());
        context.output(DEAD_LETTERS, new DeadLetter(raw.position(), raw.key(), raw.value(), Reason.CAPPED, message));
    }

    private boolean counts(ReceivedClick received, Context context) throws Exception {
        Click click = received.click();
        long hash = ExampleHash.of(click.query().value(), click.document().value(), click.kind())
                .value();
        CapWindow known = window.value();
        CapWindow before =
                (known == null ? CapWindow.NONE : known).at(received.raw().timestampMillis(), cap.windowMillis());
        if (before.holds(hash)) {
            return true;
        }
        if (before.counted().length >= cap.clicks()) {
            return false;
        }
        window.update(before.with(hash));
        if (known == null) {
            context.timerService()
                    .registerProcessingTimeTimer(context.timerService().currentProcessingTime() + cap.windowMillis());
        }
        return true;
    }

    /** Nothing stays of a user who has gone; whoever clicks on begins anew. */
    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Received> out) {
        window.clear();
    }
}
