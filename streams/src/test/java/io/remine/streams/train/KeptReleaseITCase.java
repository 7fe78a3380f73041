package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.lineage.Lineage;
import io.remine.state.live.LiveIndex;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.Checkpoint;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * This release goes on from the savepoints and topics of released ones, which are kept as test data. What a new release leaves
 * behind is written by {@code mvn -B verify -pl streams -am -Dit.test=KeptReleaseITCase -Dremine.keep=FILE.zip}; put it beside
 * the others and name it below.
 */
class KeptReleaseITCase {

    private static final int DOCUMENTS = 20;
    private static final int CLICKS = 61;
    private static final String WAITING = "waiting";
    private static final String ABSENT = "absent";
    private static final int MICRO_BATCH = 8;
    private static final int WORKERS = 2;
    private static final long YEAR_MILLIS = 365L * 24 * 3_600_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = "0.1")
    void whatAReleaseLeftBehindIsServedAndTrainedOn(String release) throws IOException {
        KeptRelease kept = KeptRelease.named(release, directory);
        try (Deployment deployment = Deployment.start(directory, 2, settings(Map.of()));
                Lease<LiveIndex> searcher = deployment.searcher()) {
            kept.produceTo(deployment);
            LiveIndex live = searcher.get();
            VersionRecord last = Published.last(deployment.configuration()).orElseThrow();
            await("the kept index", () -> live.status().documents() == DOCUMENTS);
            await("the kept version", () -> live.status().version().equals(Optional.of(last.version())));

            RunningJob index = submit(deployment, IndexJob.NAME, kept.savepoint(IndexJob.NAME, directory));
            deployment.produce(Topic.DOCUMENTS, ABSENT, "{\"text\": \"the document that had been absent\"}");
            await("a new document", () -> live.status().documents() == DOCUMENTS + 1);

            RunningJob train = submit(deployment, TrainJob.NAME, kept.savepoint(TrainJob.NAME, directory));
            produceQuery(deployment, WAITING);
            ProducedClicks clicks = new ProducedClicks(deployment);
            produce(clicks, 1_000, 1_040);
            Lineage learnt = kept.lineage().plus(clicks.lineage());
            await("everything kept and new, once", () -> isLearnt(deployment, learnt));
            VersionRecord restored = Published.last(deployment.configuration()).orElseThrow();
            assertThat(restored.ancestry().contains(last.version())).isTrue();
            await("what was learnt since", () -> live.status().version().equals(Optional.of(restored.version())));
            assertThat(live.status().problems()).as(live.status().toString()).isEmpty();
            train.cancel();
            index.cancel();
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "remine.keep", matches = ".+")
    void writesWhatThisReleaseLeavesBehind() throws IOException {
        // Long rounds for few versions, and micro-batches that wait until they are complete.
        Map<String, String> slow = Map.of("checkpoint.interval-ms", "2000", "train.micro-batch-max-age-ms", "0");
        try (Deployment deployment = Deployment.start(directory, 2, settings(slow));
                Lease<LiveIndex> searcher = deployment.searcher()) {
            LiveIndex live = searcher.get();
            for (int i = 0; i < DOCUMENTS; i++) {
                deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"%s\"}".formatted(text(i)));
            }
            RunningJob index = submit(deployment, IndexJob.NAME, Optional.empty());
            await("the index", () -> live.status().documents() == DOCUMENTS);

            RunningJob train = submit(deployment, TrainJob.NAME, Optional.empty());
            deployment.produce(Topic.NEGATIVES, "q0", "{\"document\": \"d7\", \"source\": \"editor\"}");
            produceClick(deployment, WAITING, "d1");
            produceQuery(deployment, ABSENT);
            produceClick(deployment, ABSENT, ABSENT);
            ProducedClicks clicks = new ProducedClicks(deployment);
            produce(clicks, 0, CLICKS);
            await(
                    "what fills micro-batches",
                    () -> Published.lineage(deployment.configuration()).examples() > CLICKS - WORKERS * MICRO_BATCH);
            awaitQuiet(deployment, train);
            await("the last version", () -> live.status().version().equals(lastVersion(deployment)));

            Map<String, String> savepoints = Map.of(
                    IndexJob.NAME, index.stopWithSavepoint(false), TrainJob.NAME, train.stopWithSavepoint(false));
            Lineage absent = new Lineage(1, ProducedClicks.hash(ABSENT, ABSENT));
            KeptRelease.write(
                    Path.of(System.getProperty("remine.keep")),
                    deployment,
                    savepoints,
                    clicks.lineage().plus(absent));
        }
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "model.trainable", "last-1",
                "model.slice-length", "4000",
                "train.workers", "" + WORKERS,
                "train.mergers", "2",
                "train.micro-batch", "" + MICRO_BATCH,
                "train.recipe", TestRecipes.remembering(directory),
                "train.control-share", "0",
                "train.document-wait-ms", "86400000",
                "join.parallelism", "2"));
        settings.putAll(Map.of(
                "join.time-to-live-ms", "" + YEAR_MILLIS,
                "join.clicks-per-user", "1000",
                "join.clicks-per-document", "1000",
                "gate.tolerance", "1",
                "publish.full-copy-every", "2"));
        settings.putAll(more);
        return settings;
    }

    /** What waits for its query does so for a year, and is a dead letter then. */
    private static boolean isLearnt(Deployment deployment, Lineage learnt) {
        Lineage published = Published.lineage(deployment.configuration());
        Lineage joined = new Lineage(1, ProducedClicks.hash(WAITING, "d1"));
        return published.equals(learnt.plus(joined))
                || (published.equals(learnt)
                        && CompactedTopic.read(
                                        deployment.configuration().kafkaClient(), "dead-letters", WAITING::equals)
                                .containsKey(WAITING));
    }

    /** Until several checkpoints have published nothing: a savepoint then holds no open transaction of a broker's. */
    private static void awaitQuiet(Deployment deployment, RunningJob train) {
        long quiet = 3;
        long from = completed(train);
        Optional<ModelVersion> last = lastVersion(deployment);
        while (completed(train) < from + quiet) {
            if (!lastVersion(deployment).equals(last)) {
                last = lastVersion(deployment);
                from = completed(train);
            }
        }
    }

    private static long completed(RunningJob job) {
        return job.checkpoints().stream().filter(Checkpoint::completed).count();
    }

    private static Optional<ModelVersion> lastVersion(Deployment deployment) {
        return Published.last(deployment.configuration()).map(VersionRecord::version);
    }

    private static void produce(ProducedClicks clicks, int from, int to) {
        for (int i = from; i < to; i++) {
            clicks.produce(i, "where is " + text(i % DOCUMENTS), "d" + i % DOCUMENTS);
        }
    }

    private static void produceQuery(Deployment deployment, String query) {
        deployment.produce(Topic.QUERIES, query, "{\"text\": \"what is %s\", \"time\": 1}".formatted(query));
    }

    private static void produceClick(Deployment deployment, String query, String document) {
        deployment.produce(
                Topic.CLICKS, query, "{\"document\": \"%s\", \"time\": 1, \"user\": \"somebody\"}".formatted(document));
    }

    private static RunningJob submit(Deployment deployment, String job, Optional<String> restoreFrom) {
        var environment = job.equals(IndexJob.NAME)
                ? IndexJob.build(deployment.configuration(), deployment.generation())
                : TrainJob.build(deployment.configuration(), deployment.generation());
        return deployment.cluster().submit(environment, job, restoreFrom);
    }

    private static String text(int document) {
        String[] things = {"river", "stone", "letter", "garden", "engine", "winter", "island"};
        return "the %s number %d".formatted(things[document % things.length], document);
    }
}
