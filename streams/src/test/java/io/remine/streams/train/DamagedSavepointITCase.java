package io.remine.streams.train;

import static io.remine.streams.job.Deployment.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.model.VersionRecord;
import io.remine.streams.job.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker whose newest savepoint is damaged: nothing trains on from it, and the one before leads to the same bits. */
class DamagedSavepointITCase {

    private static final int MICRO_BATCH = 8;
    /** The first bytes of a worker's state. */
    private static final String WORKER = "RMWS";

    @TempDir
    private Path directory;

    private int copies;

    @Test
    void noDamagedSavepointIsTrainedOnFromAndTheOneBeforeReachesTheSameHash() throws IOException {
        try (Deployment deployment = start()) {
            ProducedExamples examples = ProducedExamples.onIndex(deployment);
            Lives lives = new Lives(deployment);
            String before = train(lives, examples, Optional.empty());
            String newest = train(lives, examples, Optional.of(before));
            VersionRecord expected = Published.last(deployment.configuration()).orElseThrow();
            int versions = Published.versions(deployment.configuration()).size();

            Path cut = copyOf(newest);
            Path metadata = cut.resolve("_metadata");
            truncate(metadata);
            assertRefused(lives, cut, "_metadata");
            Path lost = copyOf(newest);
            Path ofWorker = file(lost, DamagedSavepointITCase::isOfWorker);
            Files.delete(ofWorker);
            assertRefused(lives, lost, ofWorker.getFileName().toString());
            Path shorter = copyOf(newest);
            Path ofMerger = file(shorter, state -> !isOfWorker(state));
            truncate(ofMerger);
            assertRefused(lives, shorter, ofMerger.getFileName() + " has");
            Path flipped = copyOf(newest);
            flip(file(flipped, DamagedSavepointITCase::isOfWorker));
            assertRefused(lives, flipped, "state of a worker");
            Path flippedBase = copyOf(newest);
            flip(file(flippedBase, state -> !isOfWorker(state)));
            assertRefused(lives, flippedBase, "state of the merger");
            assertThat(Published.versions(deployment.configuration())).hasSize(versions);

            Lives.Life again = lives.begin(Map.of(), Optional.of(before), new Pause());
            await(
                    "the same examples",
                    () -> again.examples() == examples.lineage().examples());
            again.job().cancel();
            examples.assertTrainedOnce(again);
            assertThat(again.last().parameters()).isEqualTo(expected.parameters());
        }
    }

    private Deployment start() {
        return Deployment.start(
                directory,
                1,
                Map.of(
                        "train.input", "examples",
                        "train.micro-batch", Integer.toString(MICRO_BATCH),
                        "train.micro-batch-max-age-ms", "0",
                        "train.recipe", TestRecipes.fast(directory),
                        "train.control-share", "0",
                        "model.slice-length", "4000",
                        "publish.full-copy-every", "100000"));
    }

    /** Some more examples; leaves a savepoint. */
    private static String train(Lives lives, ProducedExamples examples, Optional<String> restoreFrom) {
        examples.produce(5 * MICRO_BATCH);
        Lives.Life life = lives.begin(Map.of(), restoreFrom, new Pause());
        await("all examples", () -> life.examples() == examples.lineage().examples());
        return life.job().stopWithSavepoint(false);
    }

    /** The restore fails, now or when the state is read, and names the savepoint and what is wrong with it. */
    private static void assertRefused(Lives lives, Path savepoint, String reason) {
        assertThatThrownBy(() -> lives.begin(
                                Map.of(), Optional.of(savepoint.toUri().toString()), new Pause())
                        .job()
                        .finished()
                        .join())
                .hasMessageContaining(savepoint.getFileName().toString())
                .hasMessageContaining(reason);
    }

    private Path copyOf(String savepoint) throws IOException {
        Path from = Path.of(URI.create(savepoint));
        Path to = Files.createDirectory(directory.resolve("damaged-" + copies++));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /** The largest of the files of state that are such. */
    private static Path file(Path savepoint, Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.list(savepoint)) {
            return files.filter(file -> !file.endsWith("_metadata"))
                    .filter(which)
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static boolean isOfWorker(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(WORKER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void truncate(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    }

    /** One bit in the middle, where parameters are. */
    private static void flip(Path file) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length / 2] ^= 4;
        Files.write(file, whole);
    }
}
