package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.remine.state.live.LiveIndex;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.Checkpoint;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Far more waits on the topic than is trained on: it waits there, and not between a barrier and the worker. */
class BacklogITCase {

    private static final int EXAMPLES = 20_000;
    private static final int DOCUMENTS = 20;
    private static final int MICRO_BATCH = 8;
    private static final int CHECKPOINTS = 14;

    @TempDir
    private Path directory;

    @Test
    void aBarrierWaitsForAFewMicroBatchesAndTheLagIsAMetric() {
        Map<String, String> settings = Map.of(
                "train.input",
                "examples",
                "train.micro-batch",
                "" + MICRO_BATCH,
                "train.control-share",
                "0",
                "train.recipe",
                TestRecipes.fast(directory));
        try (Deployment deployment = Deployment.start(directory, 1, settings)) {
            index(deployment);
            for (int i = 0; i < EXAMPLES; i++) {
                deployment.produceLater(Topic.EXAMPLES, "q" + i, example(i));
            }
            RunningJob job = deployment
                    .cluster()
                    .submit(
                            TrainJob.build(deployment.configuration(), deployment.generation(), Paced.begin()),
                            TrainJob.NAME,
                            Optional.empty());
            String workers = vertex(job, "train");
            await("checkpoints", () -> completed(job).size() >= CHECKPOINTS);
            List<Long> waited = completed(job).stream()
                    .map(checkpoint -> waited(job, checkpoint, workers))
                    .toList();
            System.out.println("micro-batches between trigger and snapshot: " + waited);

            // The first ones fill the buffers that are made smaller once it is known how slow the worker is.
            long oneSecond = 1_000 / Paced.STEP_MILLIS;
            assertThat(waited.subList(CHECKPOINTS / 2, CHECKPOINTS))
                    .allSatisfy(microBatches -> assertThat(microBatches).isLessThanOrEqualTo(2 + oneSecond));
            long trained = Published.lineage(deployment.configuration()).examples();
            assertThat(trained).isBetween(1L, EXAMPLES - 1L);
            await("the lag", () -> lag(job) > 0);
            assertThat(lag(job)).isLessThan((double) EXAMPLES);
            job.cancel();
        }
    }

    /** Micro-batches that a worker trained on after the checkpoint was triggered and before it had its snapshot. */
    private static long waited(RunningJob job, Checkpoint checkpoint, String workers) {
        long triggered = job.details("checkpoints/details/" + checkpoint.id())
                .required("trigger_timestamp")
                .asLong();
        JsonNode worker = job.details("checkpoints/details/%d/subtasks/%s".formatted(checkpoint.id(), workers))
                .required("subtasks")
                .get(0);
        return Paced.between(triggered, worker.required("ack_timestamp").asLong());
    }

    /** Records of the topic that the source has not read yet, as docs/metrics.md says; not a number before it is known. */
    private static double lag(RunningJob job) {
        String source = vertex(job, "Source");
        String name = "0.Source__examples.pendingRecords";
        return StreamSupport.stream(
                        job.details("vertices/%s/metrics?get=%s".formatted(source, name))
                                .spliterator(),
                        false)
                .mapToDouble(metric -> metric.required("value").asDouble())
                .sum();
    }

    private static List<Checkpoint> completed(RunningJob job) {
        return job.checkpoints().stream().filter(Checkpoint::completed).toList();
    }

    private static String vertex(RunningJob job, String firstOperator) {
        return StreamSupport.stream(job.details("").required("vertices").spliterator(), false)
                .filter(vertex -> vertex.path("name").asText().startsWith(firstOperator))
                .map(vertex -> vertex.path("id").asText())
                .findFirst()
                .orElseThrow();
    }

    private static void index(Deployment deployment) {
        for (int i = 0; i < DOCUMENTS; i++) {
            deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"document number %d\"}".formatted(i));
        }
        RunningJob job = deployment
                .cluster()
                .submit(
                        IndexJob.build(deployment.configuration(), deployment.generation()),
                        IndexJob.NAME,
                        Optional.empty());
        try (Lease<LiveIndex> searcher = deployment.searcher()) {
            await("all documents", () -> searcher.get().status().documents() == DOCUMENTS);
        }
        job.cancel();
    }

    private static String example(int i) {
        return "{\"text\": \"where is number %d\", \"document\": \"d%d\", \"time\": %d}"
                .formatted(i % DOCUMENTS, i % DOCUMENTS, 1_000_000 + i);
    }
}
