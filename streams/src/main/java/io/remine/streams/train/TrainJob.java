package io.remine.streams.train;

import io.remine.operators.deadletter.DeadLetter;
import io.remine.operators.flink.CodecTypeInformation;
import io.remine.operators.merging.MergeOperator;
import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.operators.outgoing.OutgoingRecordCodec;
import io.remine.operators.publishing.PublishInput;
import io.remine.operators.publishing.PublishInputCodec;
import io.remine.operators.publishing.PublishOperator;
import io.remine.operators.releasing.GateOperator;
import io.remine.operators.training.LiveTrainingSource;
import io.remine.operators.training.ProgressSlice;
import io.remine.operators.training.ProgressSliceCodec;
import io.remine.operators.training.TrainOperator;
import io.remine.operators.training.TrainOperatorSettings;
import io.remine.operators.training.TrainingProbe;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Example;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.job.JobEnvironment;
import io.remine.streams.job.JobTopics;
import io.remine.streams.job.Timelines;
import io.remine.streams.live.LiveInitialParameters;
import io.remine.streams.live.LiveReleasedVersions;
import io.remine.streams.live.ProcessLiveIndex;
import io.remine.streams.topics.Topic;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The train job: examples → mine and train → merge → publish → gate. A barrier passes from the workers through the mergers to
 * the publisher, so that version n holds what was read before checkpoint n and nothing else.
 */
public final class TrainJob {

    /** The job's name, in checkpoints, consumer groups and transactional ids. */
    public static final String NAME = "train";

    private static final TypeInformation<PublishInput> PUBLISH_INPUT =
            CodecTypeInformation.of(PublishInputCodec.INSTANCE, PublishInput.class);

    private final RemineConfiguration configuration;
    private final GenerationRecord generation;
    private final SliceLayout layout;
    private final TimelineId timeline = Timelines.fresh();
    private final TrainingProbe probe;
    private final ProcessLiveIndex live;

    private TrainJob(RemineConfiguration configuration, GenerationRecord generation, TrainingProbe probe) {
        this.configuration = configuration;
        this.generation = generation;
        this.layout = new SliceLayout(generation.parameterCount(), configuration.get(RemineOptions.MODEL_SLICE_LENGTH));
        this.probe = probe;
        this.live = ProcessLiveIndex.ofTasks(configuration);
    }

    /**
     * Builds the job for one submission: it has a timeline of its own.
     *
     * @param generation what {@code models} holds
     */
    public static StreamExecutionEnvironment build(RemineConfiguration configuration, GenerationRecord generation) {
        return build(configuration, generation, TrainingProbe.NONE);
    }

    /** The same with a probe in its workers, for tests that interrupt training. */
    public static StreamExecutionEnvironment build(
            RemineConfiguration configuration, GenerationRecord generation, TrainingProbe probe) {
        return new TrainJob(configuration, generation, probe).build();
    }

    private StreamExecutionEnvironment build() {
        StreamExecutionEnvironment environment = JobEnvironment.create(configuration, NAME);
        boolean replay = configuration.get(RemineOptions.TRAIN_INPUT).equals("examples");
        JobTopics topics = new JobTopics(
                environment,
                configuration,
                NAME,
                Boolean.parseBoolean(configuration.get(RemineOptions.TRAIN_BOUNDED)),
                configuration.get(RemineOptions.JOIN_PARALLELISM));
        ExampleStream input = replay ? ExampleStream.replayed(topics) : ExampleStream.joined(topics, configuration);
        double share = configuration.get(RemineOptions.TRAIN_SAMPLE_SHARE);
        SingleOutputStreamOperator<ProgressSlice> progress =
                train(input.sampled(share).examples());
        SingleOutputStreamOperator<OutgoingRecord> merged = merge(progress);
        topics.write(merged, Topic.MODELS, "merge");
        publish(topics, inputs(progress, merged, input.offsets()));
        DataStream<DeadLetter> deadLetters =
                input.deadLetters().union(progress.getSideOutput(TrainOperator.DEAD_LETTERS));
        topics.writeDeadLetters(deadLetters);
        return environment;
    }

    /**
     * In a task of its own, so that examples are read and joined while it trains. A recipe that remembers pairs has all
     * examples of one text at one worker.
     */
    private SingleOutputStreamOperator<ProgressSlice> train(DataStream<Example> examples) {
        int workers = configuration.get(RemineOptions.TRAIN_WORKERS);
        TrainOperatorSettings settings = TrainSettings.worker(configuration);
        boolean remembers = settings.trainer().recipe().memoryMillis() > 0;
        DataStream<Example> dealt = remembers ? examples.keyBy(Example::text) : examples.rebalance();
        return dealt.transform(
                        "train",
                        CodecTypeInformation.of(ProgressSliceCodec.INSTANCE, ProgressSlice.class),
                        new TrainOperator(
                                timeline,
                                generation.generation(),
                                settings,
                                new LiveTrainingSource(live::acquire),
                                probe))
                .uid("train")
                .setParallelism(workers)
                .startNewChain();
    }

    private SingleOutputStreamOperator<OutgoingRecord> merge(DataStream<ProgressSlice> progress) {
        return progress.keyBy(ProgressSlice::slice)
                .transform(
                        "merge",
                        OutgoingRecordCodec.TYPE,
                        new MergeOperator(
                                layout,
                                TrainSettings.outer(configuration),
                                configuration.get(RemineOptions.PUBLISH_FULL_COPY_EVERY),
                                new LiveInitialParameters(live)))
                .uid("merge")
                .setParallelism(configuration.get(RemineOptions.TRAIN_MERGERS));
    }

    private static DataStream<PublishInput> inputs(
            SingleOutputStreamOperator<ProgressSlice> progress,
            SingleOutputStreamOperator<OutgoingRecord> merged,
            DataStream<InputOffsets> offsets) {
        DataStream<PublishInput> slices = merged.getSideOutput(MergeOperator.MERGED)
                .map(slice -> (PublishInput) new PublishInput.Slice(slice), PUBLISH_INPUT)
                .name("slices-to-publish")
                .uid("slices-to-publish")
                .setParallelism(merged.getParallelism());
        DataStream<PublishInput> rounds = progress.getSideOutput(TrainOperator.SUMMARIES)
                .map(summary -> (PublishInput) new PublishInput.Round(summary), PUBLISH_INPUT)
                .name("rounds-to-publish")
                .uid("rounds-to-publish")
                .setParallelism(progress.getParallelism());
        DataStream<PublishInput> read = offsets.map(
                        next -> (PublishInput) new PublishInput.Offsets(next), PUBLISH_INPUT)
                .name("offsets-to-publish")
                .uid("offsets-to-publish")
                .setParallelism(offsets.getParallelism());
        return slices.union(rounds, read);
    }

    private void publish(JobTopics topics, DataStream<PublishInput> inputs) {
        SingleOutputStreamOperator<OutgoingRecord> versions = inputs.global()
                .transform(
                        "publish",
                        OutgoingRecordCodec.TYPE,
                        new PublishOperator(
                                timeline,
                                generation.generation(),
                                layout,
                                configuration.get(RemineOptions.PUBLISH_WINDOW),
                                new LiveReleasedVersions(live)))
                .uid("publish")
                .setParallelism(1);
        topics.write(versions, Topic.MODELS, "publish");
        topics.write(versions.getSideOutput(PublishOperator.EVALUATIONS), Topic.EVALUATIONS, "publish");
        DataStream<OutgoingRecord> releases = versions.getSideOutput(PublishOperator.VERSIONS)
                .transform("gate", OutgoingRecordCodec.TYPE, new GateOperator(TrainSettings.gate(configuration)))
                .uid("gate")
                .setParallelism(1);
        topics.write(releases, Topic.RELEASES, "gate");
    }
}
