package io.remine.streams.train;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.ExampleParser;
import io.remine.operators.intake.IntakeOperator;
import io.remine.operators.intake.JsonWriter;
import io.remine.operators.intake.QueryParser;
import io.remine.operators.joining.JoinOperator;
import io.remine.operators.joining.Received;
import io.remine.operators.joining.ReceivedClickParser;
import io.remine.operators.joining.ReceivedCodec;
import io.remine.operators.joining.ReceivedNegativeParser;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.operators.training.ExampleSample;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import io.remine.state.record.Query;
import io.remine.state.record.QueryCodec;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.job.JobTopics;
import io.remine.streams.topics.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Where examples come from.
 *
 * @param examples what workers learn from
 * @param offsets how far the input has been read
 * @param deadLetters what of it cannot be used
 */
record ExampleStream(
        DataStream<Example> examples, DataStream<InputOffsets> offsets, DataStream<DeadLetter> deadLetters) {

    /** From the topic {@code examples}: a replay. */
    static ExampleStream replayed(JobTopics topics) {
        SingleOutputStreamOperator<Example> examples =
                topics.read(Topic.EXAMPLES, new ExampleParser(), ExampleCodec.INSTANCE, Example.class);
        return new ExampleStream(
                examples,
                examples.getSideOutput(IntakeOperator.OFFSETS),
                examples.getSideOutput(IntakeOperator.DEAD_LETTERS));
    }

    /** From queries joined with clicks and negatives; what comes of it is also written to {@code examples}. */
    static ExampleStream joined(JobTopics topics, RemineConfiguration configuration) {
        SingleOutputStreamOperator<Query> queries =
                topics.read(Topic.QUERIES, new QueryParser(), QueryCodec.INSTANCE, Query.class);
        List<SingleOutputStreamOperator<Received>> received = new ArrayList<>();
        received.add(topics.read(Topic.CLICKS, new ReceivedClickParser(), ReceivedCodec.INSTANCE, Received.class));
        if (Boolean.parseBoolean(configuration.get(RemineOptions.TRAIN_NEGATIVES))) {
            received.add(
                    topics.read(Topic.NEGATIVES, new ReceivedNegativeParser(), ReceivedCodec.INSTANCE, Received.class));
        }
        Capped capped = Capped.of(received.get(0), TrainSettings.caps(configuration));
        DataStream<Received> counting = received.stream()
                .skip(1)
                .map(stream -> (DataStream<Received>) stream)
                .reduce(capped.clicks(), DataStream::union);
        SingleOutputStreamOperator<Example> examples = queries.connect(counting)
                .keyBy(query -> query.id().value(), record -> record.query().value())
                .process(
                        new JoinOperator(configuration.get(RemineOptions.JOIN_TIME_TO_LIVE)),
                        CodecTypeInformation.of(ExampleCodec.INSTANCE, Example.class))
                .name("join")
                .uid("join")
                .setParallelism(configuration.get(RemineOptions.JOIN_PARALLELISM));
        topics.write(
                examples.map(ExampleStream::outgoing, OutgoingRecordCodec.TYPE)
                        .name("examples-out")
                        .uid("examples-out")
                        .setParallelism(examples.getParallelism()),
                Topic.EXAMPLES,
                "join");
        DataStream<InputOffsets> offsets = queries.getSideOutput(IntakeOperator.OFFSETS);
        DataStream<DeadLetter> deadLetters = queries.getSideOutput(IntakeOperator.DEAD_LETTERS)
                .union(examples.getSideOutput(JoinOperator.DEAD_LETTERS));
        for (DataStream<DeadLetter> beyond : capped.deadLetters()) {
            deadLetters = deadLetters.union(beyond);
        }
        for (SingleOutputStreamOperator<Received> topic : received) {
            offsets = offsets.union(topic.getSideOutput(IntakeOperator.OFFSETS));
            deadLetters = deadLetters.union(topic.getSideOutput(IntakeOperator.DEAD_LETTERS));
        }
        return new ExampleStream(examples, offsets, deadLetters);
    }

    /** The same without what is sampled out. */
    ExampleStream sampled(double share) {
        return share == 1
                ? this
                : new ExampleStream(
                        examples.filter(new ExampleSample(share))
                                .name("sample")
                                .uid("sample")
                                .setParallelism(examples.getParallelism()),
                        offsets,
                        deadLetters);
    }

    private static OutgoingRecord outgoing(Example example) {
        return OutgoingRecord.of(example.query().bytes(), JsonWriter.example(example));
    }
}
