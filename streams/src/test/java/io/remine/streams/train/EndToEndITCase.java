package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.training.TrainingProbe;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.SearchResult;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.kafka.CompactedTopic;
import io.remine.streams.signing.KeySettings;
import io.remine.streams.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on a tiny encoder: documents, clicks, training that fails now and then, releases, searches. */
class EndToEndITCase {

    private static final int DOCUMENTS = 40;
    private static final byte[] MALFORMED = {(byte) 0xff, '{', 0};

    @TempDir
    private Path directory;

    @Test
    void clicksBecomeServedVersionsWhileDocumentsChangeAndTrainingFails() {
        Map<String, String> settings = Map.of(
                "train.workers", "2",
                "train.mergers", "2",
                "train.micro-batch", "8",
                "train.recipe", TestRecipes.fast(directory),
                // What so small an encoder learns of so few clicks may be worse than nothing; here every version goes
                // live.
                "train.control-share", "0",
                "gate.tolerance", "1",
                "join.parallelism", "2",
                "model.slice-length", "4000",
                "publish.full-copy-every", "3",
                "train.document-wait-ms", "500");
        try (Deployment deployment = Deployment.start(directory, 2, KeySettings.added(directory, settings));
                Lease<LiveIndex> searcher = deployment.searcher()) {
            LiveIndex live = searcher.get();
            for (int i = 0; i < DOCUMENTS; i++) {
                deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"%s\"}".formatted(text(i)));
            }
            submit(deployment, IndexJob.NAME, Optional.empty(), TrainingProbe.NONE);
            await("the index", () -> live.status().documents() == DOCUMENTS);

            ProducedClicks clicks = new ProducedClicks(deployment);
            Faults faults = Faults.injected("EndToEndITCase", 3, 3);
            RunningJob train = submit(deployment, TrainJob.NAME, Optional.empty(), faults);
            deployment.produce(Topic.CLICKS, "q0", MALFORMED);
            produce(clicks, 0, 200);
            changeDocuments(deployment, live);
            awaitTrained(deployment, clicks);
            assertThat(faults.left()).isZero();
            awaitServed(deployment, live);
            assertSuppliedNegativesAreCarried(deployment, clicks);

            String savepoint = train.stopWithSavepoint(false);
            produce(clicks, 200, 250);
            RunningJob goesOn = submit(deployment, TrainJob.NAME, Optional.of(savepoint), TrainingProbe.NONE);
            awaitTrained(deployment, clicks);
            VersionRecord last = awaitServed(deployment, live);
            assertThat(last.ancestry().parent()).as("the restored life").isPresent();
            goesOn.stopWithSavepoint(true);

            Invariants.assertHold(Published.versions(deployment.configuration()), clicks.lineage());
            assertWrittenBesides(deployment, clicks);
            assertThat(live.status().problems()).as(live.status().toString()).isEmpty();
        }
    }

    private static void produce(ProducedClicks clicks, int from, int to) {
        for (int i = from; i < to; i++) {
            clicks.produce(i, "where is " + text(i % DOCUMENTS), "d" + i % DOCUMENTS);
        }
    }

    /** Once a version has read the topic of negatives, examples made of later clicks carry them. */
    private static void assertSuppliedNegativesAreCarried(Deployment deployment, ProducedClicks clicks) {
        deployment.produce(Topic.NEGATIVES, "q1000", "{\"document\": \"d7\", \"source\": \"editor\"}");
        deployment.produce(Topic.NEGATIVES, "q1000", "{\"text\": \"nowhere\", \"source\": \"llm\"}");
        deployment.produce(Topic.NEGATIVES, "q1000", MALFORMED);
        for (int nudge = 1001; readNegatives(deployment) < 3; nudge++) {
            assertThat(nudge).as("versions made without a look at the topic").isLessThan(1_200);
            produce(clicks, nudge, nudge + 1);
            awaitTrained(deployment, clicks);
        }
        produce(clicks, 1000, 1001);
        awaitTrained(deployment, clicks);
        var client = deployment.configuration().kafkaClient();
        await("the example", () -> CompactedTopic.read(client, "examples", "q1000"::equals)
                .containsKey("q1000"));
        assertThat(new String(
                        CompactedTopic.read(client, "examples", "q1000"::equals).get("q1000"), StandardCharsets.UTF_8))
                .contains("\"negatives\":[{\"document\":\"d7\",\"source\":\"editor\"},"
                        + "{\"text\":\"nowhere\",\"source\":\"llm\"}]");
    }

    private static long readNegatives(Deployment deployment) {
        return Published.last(deployment.configuration())
                .map(version -> version.offsets().next().get("negatives"))
                .map(partitions ->
                        partitions.values().stream().mapToLong(offset -> offset).sum())
                .orElse(0L);
    }

    private static void changeDocuments(Deployment deployment, LiveIndex live) {
        deployment.produce(Topic.DOCUMENTS, "new", "{\"text\": \"an entirely new document\"}");
        deployment.produce(Topic.DOCUMENTS, "d3", (String) null);
        await("the upsert", () -> ids(live.searchControl("an entirely new document", 3))
                .contains("new"));
        await("the deletion", () -> !ids(live.searchControl(text(3), DOCUMENTS)).contains("d3"));
    }

    private static void awaitTrained(Deployment deployment, ProducedClicks clicks) {
        await(
                clicks.examples() + " examples",
                () -> Published.lineage(deployment.configuration()).examples() >= clicks.examples());
        assertThat(Published.lineage(deployment.configuration()))
                .satisfies(lineage -> assertThat(lineage.examples()).isEqualTo(clicks.examples()))
                .satisfies(lineage -> assertThat(lineage.digestHex()).isEqualTo(clicks.digestHex()));
    }

    /** The last version, once searches are answered with it. */
    private static VersionRecord awaitServed(Deployment deployment, LiveIndex live) {
        VersionRecord last = Published.last(deployment.configuration()).orElseThrow();
        await("a search by a version", () -> live.search("where", 1).version().isPresent());
        await(
                "the released version",
                () -> live.status().version().equals(live.status().released()));
        assertThat(live.search("where", 1).version()).isEqualTo(live.status().version());
        return last;
    }

    private static void assertWrittenBesides(Deployment deployment, ProducedClicks clicks) {
        var client = deployment.configuration().kafkaClient();
        assertThat(CompactedTopic.read(client, "examples", key -> true)).hasSize((int) clicks.examples());
        assertThat(CompactedTopic.read(client, "evaluations", key -> true)).isNotEmpty();
        assertThat(CompactedTopic.read(client, "dead-letters", key -> true))
                .as("the malformed records, as they came: %s", new String(MALFORMED, StandardCharsets.ISO_8859_1))
                .containsEntry("q0", MALFORMED)
                .containsEntry("q1000", MALFORMED);
    }

    private static RunningJob submit(
            Deployment deployment, String job, Optional<String> restoreFrom, TrainingProbe probe) {
        var environment = job.equals(IndexJob.NAME)
                ? IndexJob.build(deployment.configuration(), deployment.generation())
                : TrainJob.build(deployment.configuration(), deployment.generation(), probe);
        return deployment.cluster().submit(environment, job, restoreFrom);
    }

    private static List<String> ids(SearchResult result) {
        return result.hits().stream().map(hit -> hit.id().value()).toList();
    }

    private static String text(int document) {
        String[] things = {"river", "stone", "letter", "garden", "engine", "winter", "island"};
        String[] kinds = {"old", "green", "hidden", "loud", "broken"};
        return "the %s %s number %d"
                .formatted(kinds[document % kinds.length], things[document % things.length], document);
    }
}
