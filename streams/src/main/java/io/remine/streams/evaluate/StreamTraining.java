package io.remine.streams.evaluate;

import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.joining.JoinOperator;
import io.remine.operators.joining.Received;
import io.remine.operators.joining.ReceivedCodec;
import io.remine.operators.merging.InProcessMerger;
import io.remine.operators.training.ProgressSlice;
import io.remine.operators.training.ProgressSliceCodec;
import io.remine.operators.training.TrainOperator;
import io.remine.operators.training.TrainOperatorSettings;
import io.remine.operators.training.TrainingProbe;
import io.remine.operators.training.TrainingSource;
import io.remine.operators.training.WorkersInTurnOperator;
import io.remine.state.model.Generation;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import io.remine.state.record.Query;
import io.remine.state.record.QueryCodec;
import io.remine.streams.job.Timelines;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/**
 * The train job's own join and train operators over a stream that ends, in this process and without Kafka. One worker, or
 * several in turn, so that the same stream makes the same micro-batches.
 */
final class StreamTraining {

    private static final long TIME_TO_LIVE_MILLIS = 24L * 60 * 60 * 1_000;
    private static final Map<String, TrainingProbe> PROBES = new ConcurrentHashMap<>();

    private StreamTraining() {}

    /** Trains on the whole stream; the probe is told of every micro-batch. */
    static void run(
            ClickStream stream,
            Workers workers,
            TrainOperatorSettings settings,
            TrainingSource source,
            TrainingProbe probe)
            throws Exception {
        String key = UUID.randomUUID().toString();
        PROBES.put(key, probe);
        try {
            StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
            DataStream<Query> queries =
                    environment.fromData(stream.queries(), CodecTypeInformation.of(QueryCodec.INSTANCE, Query.class));
            TypeInformation<Received> received = CodecTypeInformation.of(ReceivedCodec.INSTANCE, Received.class);
            DataStream<Received> clicks = environment.fromData(
                    stream.clicks().stream().map(Received.class::cast).toList(), received);
            DataStream<Example> examples = queries.connect(clicks)
                    .keyBy(query -> query.id().value(), click -> click.query().value())
                    .process(
                            new JoinOperator(TIME_TO_LIVE_MILLIS),
                            CodecTypeInformation.of(ExampleCodec.INSTANCE, Example.class))
                    .name("join");
            boolean remembers = settings.trainer().recipe().memoryMillis() > 0;
            (remembers ? examples.keyBy(Example::text) : examples)
                    .transform(
                            "train",
                            CodecTypeInformation.of(ProgressSliceCodec.INSTANCE, ProgressSlice.class),
                            operator(workers, settings, source, new ProbeOf(key)))
                    .startNewChain()
                    .sinkTo(new DiscardingSink<>());
            environment.execute("evaluate");
        } finally {
            PROBES.remove(key);
        }
    }

    private static OneInputStreamOperator<Example, ProgressSlice> operator(
            Workers workers, TrainOperatorSettings settings, TrainingSource source, TrainingProbe probe) {
        return workers.count() == 1
                ? new TrainOperator(Timelines.fresh(), Generation.FIRST, settings, source, probe)
                : new WorkersInTurnOperator(
                        workers.count(),
                        workers.roundExamples(),
                        settings,
                        source,
                        new InProcessMerger(settings.sliceLength(), workers.outer()),
                        probe);
    }

    /** Finds the probe again in the task, since it travels with the job as bytes. */
    private record ProbeOf(String key) implements TrainingProbe {

        @Override
        public void afterMicroBatch(Moment moment) {
            PROBES.get(key).afterMicroBatch(moment);
        }
    }
}
