package io.remine.streams.cli;

import io.remine.state.model.GenerationRecord;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.index.IndexJob;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.TopicAccess;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;

/** {@code remine index}: documents become an index. */
@Command(name = "index", description = "Runs the index job: documents become segments and manifests.")
final class IndexCommand extends JobCommand {

    IndexCommand() {
        super(IndexJob.NAME);
    }

    @Override
    StreamExecutionEnvironment build(RemineConfiguration configuration, GenerationRecord generation) {
        return IndexJob.build(configuration, generation);
    }

    @Override
    TopicAccess topics(RemineConfiguration configuration) {
        return new TopicAccess(
                Set.of(Topic.DOCUMENTS, Topic.MODELS, Topic.INDEX, Topic.RELEASES),
                Set.of(Topic.MODELS, Topic.INDEX, Topic.DEAD_LETTERS));
    }

    @Override
    int slots(RemineConfiguration configuration) {
        return configuration.get(RemineOptions.INDEX_PARALLELISM);
    }
}
