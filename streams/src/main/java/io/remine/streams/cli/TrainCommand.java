package io.remine.streams.cli;

import io.remine.state.model.GenerationRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAccess;
import io.remine.streams.train.TrainJob;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;

/** {@code remine train}: clicks become versions of the model. */
@Command(name = "train", description = "Runs the train job: queries and clicks become versions and releases.")
final class TrainCommand extends JobCommand {

    TrainCommand() {
        super(TrainJob.NAME);
    }

    @Override
    StreamExecutionEnvironment build(RemineConfiguration configuration, GenerationRecord generation) {
        return TrainJob.build(configuration, generation);
    }

    @Override
    TopicAccess topics(RemineConfiguration configuration) {
        Set<Topic> read = EnumSet.of(Topic.MODELS, Topic.INDEX, Topic.RELEASES);
        Set<Topic> written = EnumSet.of(Topic.MODELS, Topic.RELEASES, Topic.EVALUATIONS, Topic.DEAD_LETTERS);
        if (configuration.get(RemineOptions.TRAIN_INPUT).equals("examples")) {
            read.add(Topic.EXAMPLES);
        } else {
            read.addAll(Set.of(Topic.QUERIES, Topic.CLICKS));
            written.add(Topic.EXAMPLES);
            if (Boolean.parseBoolean(configuration.get(RemineOptions.TRAIN_NEGATIVES))) {
                read.add(Topic.NEGATIVES);
            }
        }
        return new TopicAccess(read, written);
    }

    @Override
    int slots(RemineConfiguration configuration) {
        return IntStream.of(
                        configuration.get(RemineOptions.TRAIN_WORKERS),
                        configuration.get(RemineOptions.TRAIN_MERGERS),
                        configuration.get(RemineOptions.JOIN_PARALLELISM))
                .max()
                .orElseThrow();
    }
}
