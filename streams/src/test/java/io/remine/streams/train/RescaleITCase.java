package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.live.LiveIndex;
import io.remine.state.model.VersionRecord;
import io.remine.state.resource.Lease;
import io.remine.streams.job.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The train job goes on from savepoints, old ones too, with other numbers of workers and mergers. */
class RescaleITCase {

    private static final int MICRO_BATCH = 8;

    @TempDir
    private Path directory;

    @Test
    void fromOneWorkerToFourToTwoNoProgressIsLostAndADrainTrainsTheRest() throws InterruptedException {
        try (Deployment deployment = start()) {
            ProducedExamples examples = ProducedExamples.onIndex(deployment);
            Lives lives = new Lives(deployment);

            examples.produce(101);
            Lives.Life one = lives.begin(workers(1), Optional.empty(), new Pause());
            awaitTrainedButForPartialBatches(examples, one, 1);
            String savepoint = one.job().stopWithSavepoint(false);
            VersionRecord ofOne = one.last();

            Lives.Life four = lives.begin(workers(4), Optional.of(savepoint), new Pause());
            examples.produce(150);
            awaitTrainedButForPartialBatches(examples, four, 4);
            savepoint = four.job().stopWithSavepoint(false);
            VersionRecord ofFour = four.last();
            assertFollows(four.versions(), ofOne);

            Lives.Life two = lives.begin(workers(2), Optional.of(savepoint), new Pause());
            examples.produce(102);
            awaitTrainedButForPartialBatches(examples, two, 2);
            two.job().stopWithSavepoint(true);
            assertFollows(two.versions(), ofFour);

            examples.assertTrainedOnce(two);
            for (Lives.Life life : List.of(one, four, two)) {
                life.assertNoWorkerStrayed();
                life.assertEveryVersionFolds();
            }
        }
    }

    @Test
    void aJobRestoredFromAnOlderSavepointAbandonsWhatWasTrainedSince() throws InterruptedException {
        try (Deployment deployment = start()) {
            ProducedExamples examples = ProducedExamples.onIndex(deployment);
            Lives lives = new Lives(deployment);

            examples.produce(70);
            Lives.Life first = lives.begin(workers(2), Optional.empty(), new Pause());
            awaitTrainedButForPartialBatches(examples, first, 2);
            String older = first.job().stopWithSavepoint(false);

            examples.produce(90);
            Lives.Life dead = lives.begin(workers(2), Optional.of(older), new Pause());
            awaitTrainedButForPartialBatches(examples, dead, 2);
            dead.job().cancel();

            Lives.Life second = lives.begin(workers(2), Optional.of(older), new Pause());
            awaitTrainedButForPartialBatches(examples, second, 2);
            second.job().stopWithSavepoint(true);

            examples.assertTrainedOnce(second);
            second.assertEveryVersionFolds();
            assertFollows(second.versions(), first.last());
            VersionRecord last = second.last();
            assertThat(last.ancestry().parent().orElseThrow().timeline())
                    .isEqualTo(first.last().version().timeline());
            assertThat(dead.versions()).isNotEmpty().noneMatch(version -> last.ancestry()
                    .contains(version.version()));
            try (Lease<LiveIndex> searcher = deployment.searcher()) {
                await(
                        "the last version is served",
                        () -> searcher.get().status().version().equals(Optional.of(last.version())));
            }
        }
    }

    private Deployment start() {
        return Deployment.start(
                directory,
                2,
                Map.of(
                        "train.input", "examples",
                        "train.micro-batch", Integer.toString(MICRO_BATCH),
                        "train.micro-batch-max-age-ms", "0",
                        "train.recipe", TestRecipes.fast(directory),
                        "train.control-share", "0",
                        "gate.tolerance", "1",
                        "join.parallelism", "2",
                        "model.slice-length", "4000",
                        "publish.full-copy-every", "100000"));
    }

    private static Map<String, String> workers(int workers) {
        String number = Integer.toString(workers);
        return Map.of("train.workers", number, "train.mergers", number);
    }

    /** Less than a micro-batch may wait in each worker. */
    private static void awaitTrainedButForPartialBatches(ProducedExamples examples, Lives.Life life, int workers) {
        long enough = examples.lineage().examples() - (long) workers * (MICRO_BATCH - 1);
        await(enough + " examples", () -> life.examples() >= enough);
    }

    /** The first version of a life adds to the last of the one before: base and pending progress were all there. */
    private static void assertFollows(List<VersionRecord> versions, VersionRecord last) {
        assertThat(versions.get(0).parent()).contains(last.version());
        assertThat(versions.get(0).lineage().examples())
                .isGreaterThanOrEqualTo(last.lineage().examples());
    }
}
