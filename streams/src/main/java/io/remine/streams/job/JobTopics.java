package io.remine.streams.job;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.intake.IntakeOperator;
import io.remine.operators.intake.RecordParser;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.state.codec.Codec;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.kafka.KafkaStreams;
import io.remine.streams.topics.Topic;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The edges of a job: topics that it reads, through intake, and topics that it writes. Every operator has a stable id. */
public final class JobTopics {

    private final StreamExecutionEnvironment environment;
    private final RemineConfiguration configuration;
    private final KafkaStreams kafka;
    private final boolean bounded;
    private final int parallelism;

    /**
     * @param job the job's name, in consumer groups and transactional ids
     * @param bounded whether inputs end where their topics end now
     * @param parallelism of reading
     */
    public JobTopics(
            StreamExecutionEnvironment environment,
            RemineConfiguration configuration,
            String job,
            boolean bounded,
            int parallelism) {
        this.environment = environment;
        this.configuration = configuration;
        this.kafka = new KafkaStreams(configuration, job);
        this.bounded = bounded;
        this.parallelism = parallelism;
    }

    /** The values of a topic; offsets and dead letters are side outputs of the {@link IntakeOperator} that it returns. */
    public <T> SingleOutputStreamOperator<T> read(Topic topic, RecordParser<T> parser, Codec<T> codec, Class<T> type) {
        String name = topic.plainName();
        return environment
                .fromSource(kafka.source(topic, bounded), WatermarkStrategy.noWatermarks(), name)
                .uid(name)
                .setParallelism(parallelism)
                .transform(
                        name + "-intake",
                        CodecTypeInformation.of(codec, type),
                        new IntakeOperator<>(parser, configuration.get(RemineOptions.INTAKE_MAX_RECORD_BYTES)))
                .uid(name + "-intake")
                .setParallelism(parallelism);
    }

    /**
     * Writes records to a topic, as parallel as they come.
     *
     * @param writer tells several writers of one topic apart
     */
    public void write(DataStream<OutgoingRecord> records, Topic topic, String writer) {
        String name = "%s-from-%s".formatted(topic.plainName(), writer);
        records.sinkTo(kafka.sink(topic, writer)).name(name).uid(name).setParallelism(records.getParallelism());
    }

    /** Writes what could not be used. */
    public void writeDeadLetters(DataStream<DeadLetter> letters) {
        write(
                letters.map(DeadLetter::toOutgoing, OutgoingRecordCodec.TYPE)
                        .name("dead-letters-out")
                        .uid("dead-letters-out")
                        .setParallelism(1),
                Topic.DEAD_LETTERS,
                "job");
    }
}
