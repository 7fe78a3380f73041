package io.remine.streams.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.streams.job.Deployment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several workers that replay {@code examples} and are thrown out of it now and then. */
class ParallelTrainingITCase {

    private static final int EXAMPLES = 480;

    @TempDir
    private static Path directory;

    private static Deployment deployment;
    private static ProducedExamples examples;

    @BeforeAll
    static void produce() {
        deployment = Deployment.start(
                directory,
                2,
                Map.of(
                        "train.input", "examples",
                        "train.bounded", "true",
                        "train.micro-batch", "8",
                        "train.micro-batch-max-age-ms", "0",
                        "train.recipe", TestRecipes.fast(directory),
                        "train.mergers", "2",
                        "join.parallelism", "2",
                        "model.slice-length", "4000",
                        "publish.full-copy-every", "100000"));
        examples = ProducedExamples.onIndex(deployment);
        examples.produce(EXAMPLES);
    }

    @AfterAll
    static void close() {
        deployment.close();
    }

    @ParameterizedTest(name = "{0} workers, {1}, {2}")
    @CsvSource({"2, identity, fp32", "4, nesterov, fp32", "2, nesterov, fp16", "4, identity, int8"})
    void theLastVersionContainsEveryExampleOnceThoughWorkersFail(int workers, String outer, String precision)
            throws InterruptedException {
        Faults faults = Faults.injected("ParallelTrainingITCase-%d-%s".formatted(workers, precision), 3, 4);
        Lives.Life life = new Lives(deployment)
                .begin(
                        Map.of(
                                "train.workers", Integer.toString(workers),
                                "merge.outer", outer,
                                "merge.precision", precision),
                        Optional.empty(),
                        faults);
        life.job().finished().join();

        assertThat(faults.left()).isZero();
        examples.assertTrainedOnce(life);
        life.assertEveryVersionFolds();
    }
}
