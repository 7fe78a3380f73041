package io.remine.streams.chaos;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.invariant.NoMixedView;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer of the index in a process of its own. */
class FollowerITCase {

    private static final int KILLS = 3;

    @TempDir
    private Path directory;

    @Test
    void answersFromOneViewHoweverOftenItIsKilled() throws IOException {
        NoMixedView views = new NoMixedView();
        try (Deployment deployment = Deployment.start(directory, 1, Map.of())) {
            deployment
                    .cluster()
                    .submit(
                            IndexJob.build(deployment.configuration(), deployment.generation()),
                            IndexJob.NAME,
                            Optional.empty());
            deployment.produce(Topic.DOCUMENTS, "d0", "{\"text\": \"a river's edge\"}");
            try (Follower follower = follower(deployment, views)) {
                for (int kill = 1; kill <= KILLS; kill++) {
                    await("an answer", () -> isBack(follower));
                    deployment.produce(Topic.DOCUMENTS, "d" + kill, "{\"text\": \"a house of money\"}");
                    follower.restart();
                }
                await("an answer", () -> isBack(follower));
            }
        }
        assertThat(views.finding().holds()).as(views.finding().seen()).isTrue();
    }

    private static boolean isBack(Follower follower) {
        follower.check();
        return follower.answers();
    }

    private Follower follower(Deployment deployment, NoMixedView views) throws IOException {
        Path settings = directory.resolve("remine.yaml");
        Files.writeString(
                settings,
                "kafka.bootstrap.servers: \"%s\"%n"
                        .formatted(deployment.configuration().kafkaClient().getProperty("bootstrap.servers")));
        return new Follower(
                settings, Files.createDirectories(directory.resolve("follower")), List.of("water", "bank"), views);
    }
}
