package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.lineage.Lineage;
import io.remine.state.live.LiveIndex;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.job.SmallDisk;
import io.remine.streams.topics.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While no checkpoint can be written nothing new is visible and searches go on; with room again nothing is missing. */
class FullDiskITCase {

    private static final int DOCUMENTS = 20;

    @TempDir
    private Path directory;

    @AfterEach
    void makeRoom() {
        SmallDisk.free();
    }

    @Test
    void whileTheDiskOfCheckpointsIsFullSearchesGoOnAndAfterwardsEveryExampleIsLearntOnce() {
        Map<String, String> settings = Map.of(
                "checkpoint.directory", "smalldisk:" + directory.resolve("checkpoints"),
                "train.micro-batch", "8",
                "train.control-share", "0",
                "train.recipe", TestRecipes.fast(directory),
                "gate.tolerance", "1");
        try (Deployment deployment = Deployment.start(directory, 1, settings);
                Lease<LiveIndex> searcher = deployment.searcher()) {
            LiveIndex live = searcher.get();
            RunningJob index = index(deployment, live);
            RunningJob train = deployment
                    .cluster()
                    .submit(
                            TrainJob.build(deployment.configuration(), deployment.generation()),
                            TrainJob.NAME,
                            Optional.empty());
            ProducedClicks clicks = new ProducedClicks(deployment);
            produce(clicks, 0, 40);
            awaitLearnt(deployment, clicks.lineage());
            await("a served version", () -> live.search("where", 1).version().isPresent());

            SmallDisk.fill();
            await("attempts on a full disk", () -> SmallDisk.refusals() >= 3);
            List<VersionRecord> before = Published.versions(deployment.configuration());
            produce(clicks, 40, 80);
            int refused = SmallDisk.refusals();
            await("more attempts", () -> SmallDisk.refusals() >= refused + 3);
            assertThat(live.search("where is number", DOCUMENTS).hits()).hasSize(DOCUMENTS);
            assertThat(Published.versions(deployment.configuration())).isEqualTo(before);

            SmallDisk.free();
            awaitLearnt(deployment, clicks.lineage());
            assertThat(live.status().problems()).as(live.status().toString()).isEmpty();
            train.cancel();
            index.cancel();
        }
    }

    private static RunningJob index(Deployment deployment, LiveIndex live) {
        for (int i = 0; i < DOCUMENTS; i++) {
            deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"document number %d\"}".formatted(i));
        }
        RunningJob job = deployment
                .cluster()
                .submit(
                        IndexJob.build(deployment.configuration(), deployment.generation()),
                        IndexJob.NAME,
                        Optional.empty());
        await("the index", () -> live.status().documents() == DOCUMENTS);
        return job;
    }

    private static void produce(ProducedClicks clicks, int from, int to) {
        for (int i = from; i < to; i++) {
            clicks.produce(i, "where is number " + i % DOCUMENTS, "d" + i % DOCUMENTS);
        }
    }

    private static void awaitLearnt(Deployment deployment, Lineage expected) {
        await(expected.toString(), () -> Published.lineage(deployment.configuration())
                .equals(expected));
    }
}
