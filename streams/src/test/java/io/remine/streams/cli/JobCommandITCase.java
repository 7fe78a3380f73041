package io.remine.streams.cli;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.live.LiveIndex;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.topics.Topic;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JobCommandITCase {

    @TempDir
    private Path directory;

    @Test
    void aBoundedTrainingRunsInThisProcessToItsEnd() throws Exception {
        try (Deployment deployment = Deployment.start(directory, 1, Map.of())) {
            for (int i = 0; i < 20; i++) {
                deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"document %d\"}".formatted(i));
                deployment.produce(
                        Topic.EXAMPLES,
                        "q" + i,
                        "{\"text\": \"number %d\", \"document\": \"d%d\", \"time\": 1}".formatted(i, i));
            }
            index(deployment, 20);
            Path config = Files.writeString(
                    directory.resolve("remine.yaml"),
                    """
                    kafka.bootstrap.servers: "%s"
                    directory: "%s"
                    checkpoint.interval-ms: 300
                    train: {input: examples, bounded: true, micro-batch: 8}
                    """
                            .formatted(
                                    deployment.configuration().kafkaClient().get("bootstrap.servers"),
                                    directory.resolve("other")));
            StringWriter out = new StringWriter();
            CommandLine commandLine = Main.commandLine();
            commandLine.setOut(new PrintWriter(out, true));
            assertThat(commandLine.execute("train", "--config", config.toString(), "--restore", "latest"))
                    .isZero();
            assertThat(out.toString())
                    .contains("no checkpoint yet: starting afresh", "job train has read all of its input");
            assertThat(CompactedTopic.read(
                            deployment.configuration().kafkaClient(), "models", key -> key.startsWith("version/")))
                    .isNotEmpty();
        }
    }

    private static void index(Deployment deployment, int documents) {
        RunningJob job = deployment
                .cluster()
                .submit(
                        IndexJob.build(deployment.configuration(), deployment.generation()),
                        IndexJob.NAME,
                        Optional.empty());
        try (Lease<LiveIndex> searcher = deployment.searcher()) {
            await("the index", () -> searcher.get().status().documents() == documents);
        }
        job.cancel();
    }
}
