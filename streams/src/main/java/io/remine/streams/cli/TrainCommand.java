package io.remine.streams.cli;

import io.remine.state.model.GenerationRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.train.TrainJob;
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
    int slots(RemineConfiguration configuration) {
        return IntStream.of(
                        configuration.get(RemineOptions.TRAIN_WORKERS),
                        configuration.get(RemineOptions.TRAIN_MERGERS),
                        configuration.get(RemineOptions.JOIN_PARALLELISM))
                .max()
                .orElseThrow();
    }
}
