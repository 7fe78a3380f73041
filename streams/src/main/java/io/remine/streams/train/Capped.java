package io.remine.streams.train;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.joining.Cap;
import io.remine.operators.joining.CapOperator;
import io.remine.operators.joining.Received;
import io.remine.operators.joining.ReceivedCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Clicks after their caps, one after the other.
 *
 * @param clicks those that count
 * @param deadLetters the others, of each cap
 */
record Capped(DataStream<Received> clicks, List<DataStream<DeadLetter>> deadLetters) {

    /** As parallel as the clicks come. */
    static Capped of(DataStream<Received> clicks, List<Cap> caps) {
        DataStream<Received> counting = clicks;
        List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();
        for (Cap cap : caps) {
            String name = "cap-" + cap.by().name().toLowerCase(Locale.ROOT);
            SingleOutputStreamOperator<Received> next = counting.keyBy(cap.by()::key)
                    .process(new CapOperator(cap), CodecTypeInformation.of(ReceivedCodec.INSTANCE, Received.class))
                    .name(name)
                    .uid(name)
                    .setParallelism(clicks.getParallelism());
            deadLetters.add(next.getSideOutput(CapOperator.DEAD_LETTERS));
            counting = next;
        }
        return new Capped(counting, deadLetters);
    }
}
