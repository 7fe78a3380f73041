package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.training.TrainingProbe;
import io.remine.state.lineage.Lineage;
import io.remine.state.live.LiveIndex;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.cluster.RunningJob;
import io.remine.streams.index.IndexJob;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker that replays {@code examples}: what it learns depends on nothing but them. */
class ReferenceModeITCase {

    private static final int EXAMPLES = 250;
    private static final int DOCUMENTS = 30;

    @TempDir
    private Path directory;

    @Test
    void faultsChangeNoBitOfTheParametersAndNoExample() {
        assertFaultsChangeNothing(TestRecipes.fast(directory));
    }

    @Test
    void norOfARecipeThatRemembersPairs() {
        assertFaultsChangeNothing(TestRecipes.remembering(directory));
    }

    private void assertFaultsChangeNothing(String recipe) {
        Map<String, String> settings = Map.of(
                "train.input", "examples",
                "train.bounded", "true",
                "train.micro-batch", "8",
                "train.micro-batch-max-age-ms", "0",
                "train.recipe", recipe,
                "train.mergers", "2",
                "model.slice-length", "4000",
                "publish.full-copy-every", "4");
        try (Deployment deployment = Deployment.start(directory, 1, settings)) {
            index(deployment);
            for (int i = 0; i < EXAMPLES; i++) {
                deployment.produce(Topic.EXAMPLES, "q" + i, example(i));
            }

            List<VersionRecord> undisturbed = train(deployment, new Pause());
            Faults faults = Faults.injected("ReferenceModeITCase", 3, 9);
            List<VersionRecord> disturbed = train(deployment, faults);

            assertThat(faults.left()).isZero();
            assertThat(disturbed).hasSizeGreaterThan(1);
            VersionRecord expected = last(undisturbed);
            VersionRecord actual = last(disturbed);
            assertThat(expected.lineage().examples()).isEqualTo(EXAMPLES);
            assertThat(actual.parameters()).isEqualTo(expected.parameters());
            Invariants.assertHold(disturbed, expected.lineage());
        }
    }

    private static List<VersionRecord> train(Deployment deployment, TrainingProbe probe) {
        Set<TimelineId> before = new HashSet<>();
        Published.versions(deployment.configuration())
                .forEach(version -> before.add(version.version().timeline()));
        RunningJob job = deployment
                .cluster()
                .submit(
                        TrainJob.build(deployment.configuration(), deployment.generation(), probe),
                        TrainJob.NAME,
                        Optional.empty());
        job.finished().join();
        return Published.versions(deployment.configuration()).stream()
                .filter(version -> !before.contains(version.version().timeline()))
                .toList();
    }

    private static void index(Deployment deployment) {
        for (int i = 0; i < DOCUMENTS; i++) {
            deployment.produce(Topic.DOCUMENTS, "d" + i, "{\"text\": \"%s\"}".formatted(text(i)));
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
        job.stopWithSavepoint(false);
    }

    private static String example(int i) {
        return "{\"text\": \"where is %s\", \"document\": \"d%d\", \"time\": %d}"
                .formatted(text(i % DOCUMENTS), i % DOCUMENTS, 1_000_000 + i);
    }

    private static String text(int document) {
        String[] things = {"river", "stone", "letter", "garden", "engine", "winter", "island"};
        String[] kinds = {"old", "green", "hidden", "loud", "broken"};
        return "the %s %s number %d"
                .formatted(kinds[document % kinds.length], things[document % things.length], document);
    }

    private static VersionRecord last(List<VersionRecord> versions) {
        assertThat(versions).isNotEmpty();
        assertThat(versions.get(0).lineage()).isNotEqualTo(Lineage.NONE);
        return versions.get(versions.size() - 1);
    }
}
