package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProductsTest {

    private static final Path THREADS = Path.of("/proc/self/task");

    @Test
    void areThoseOfTheMatrixProductWhateverTheForm() {
        try (NDManager manager = PyTorch.newManager()) {
            NDArray block = manager.randomNormal(new Shape(1003, 24));
            for (int queries : new int[] {1, 2, 11, 12, 40}) {
                NDArray batch = manager.randomNormal(new Shape(queries, 24));
                float[] expected = block.get("1:1000").matMul(batch.transpose()).toFloatArray();
                Products products = new Products(manager, batch);
                try (Scores scores = products.scores(block, 1, 1000, 77)) {
                    assertThat(scores.rows()).isEqualTo(999);
                    assertThat(scores.firstRow()).isEqualTo(77);
                    for (int i = 0; i < expected.length; i++) {
                        int place = i / queries * scores.columns() + i % queries;
                        assertThat(scores.values().get(place)).isCloseTo(expected[i], within(1e-4f));
                    }
                }
            }
        }
    }

    /** Threads that the engine starts have the name of the one that made it start them. */
    @Test
    void onANewThreadTakeNoMoreThreadsThanTheLimit() throws InterruptedException {
        assumeThat(THREADS).exists();
        AtomicLong named = new AtomicLong();
        try (NDManager manager = PyTorch.newManager()) {
            NDArray block = manager.ones(new Shape(4096, 384));
            Products products = new Products(manager, manager.ones(new Shape(64, 384)));
            Thread thread = new Thread(
                    () -> {
                        Gradients.withoutGradients(() -> {
                            products.scores(block, 0, 4096, 0).close();
                            return null;
                        });
                        named.set(threadsNamed("products-test"));
                    },
                    "products-test");
            thread.start();
            thread.join();
        }
        int cores = Runtime.getRuntime().availableProcessors();
        assertThat(named.get()).isBetween(1L, (long) Math.max(1, cores / PyTorch.concurrentOperations()));
    }

    private static long threadsNamed(String name) {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.filter(thread -> read(thread.resolve("comm")).equals(name))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if the thread has ended meanwhile. */
    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
