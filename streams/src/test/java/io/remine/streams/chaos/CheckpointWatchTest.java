package io.remine.streams.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWatchTest {

    @TempDir
    private Path directory;

    @Test
    void seesACheckpointWhenItsMetadataIsThereAndNoneFromBefore() throws Exception {
        complete("train/chk-1");
        CompletableFuture<Boolean> seen = CompletableFuture.supplyAsync(this::awaitNext);
        Files.createDirectories(directory.resolve("train/chk-2"));
        Thread.sleep(100);
        assertThat(seen).isNotDone();
        for (int next = 3; !seen.isDone(); next++) { // the first ones may be there before it looks
            complete("train/chk-" + next);
            Thread.sleep(10);
        }
        assertThat(seen.get()).isTrue();
    }

    private void complete(String checkpoint) throws IOException {
        Files.createFile(Files.createDirectories(directory.resolve(checkpoint)).resolve("_metadata"));
    }

    private boolean awaitNext() {
        try {
            new CheckpointWatch(directory).awaitNext();
            return true;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
