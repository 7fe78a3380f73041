package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.remine.state.blob.BlobCache;
import io.remine.state.tensor.PyTorch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process that finds no engine: loading it would take more memory than a small index and all else of a consumer. */
class IndexWithoutEngineTest {

    @TempDir
    private Path directory;

    @Test
    void anIndexIsFollowedWithoutTheEngineAndSearchedOnlyWithIt() throws Exception {
        Path noDirectory =
                Files.createFile(directory.resolve("file")); // where the engine's libraries would be unpacked
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-DENGINE_CACHE_DIR=" + noDirectory,
                        "-DDJL_CACHE_DIR=" + noDirectory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Follower.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines).containsExactly("[a, b, c]", "[b, c, d]", "search failed");
    }

    /** Shows the documents of a view and of the next one, then searches. */
    static final class Follower {

        public static void main(String[] arguments) throws IOException {
            FakeIndexJob job = new FakeIndexJob(1, 2);
            job.upsert("a", "", 1, 0);
            job.upsert("b", "", 0, 1);
            job.upsert("c", "", 1, 1);
            try (BlobCache cache = BlobCache.open(Path.of(arguments[0]))) {
                IndexView first = view(null, job, cache);
                job.delete("a");
                job.upsert("b", "", 1, 0);
                job.upsert("d", "", 0, 1);
                view(first, job, cache);
                search();
            }
        }

        private static IndexView view(IndexView previous, FakeIndexJob job, BlobCache cache) throws IOException {
            Manifest manifest = job.checkpoint();
            for (byte[] blob : job.blobs.values()) {
                cache.write(blob);
            }
            IndexView view = IndexView.build(previous, manifest, cache, Placement.on(Device.cpu()));
            System.out.println(LongStream.range(0, view.rows())
                    .mapToObj(row -> view.id(row).value())
                    .sorted()
                    .toList());
            return view;
        }

        private static void search() {
            try {
                PyTorch.newManager().close();
                System.out.println("there is an engine");
            } catch (RuntimeException | LinkageError e) {
                System.out.println("search failed");
            }
        }
    }
}
