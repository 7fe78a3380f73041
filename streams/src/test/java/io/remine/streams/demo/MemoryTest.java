package io.remine.streams.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

    private static final JobID JOB = new JobID(1, 2);

    @TempDir
    private Path directory;

    @Test
    void aFreshDirectoryHasNothingToGoOnFrom() throws Exception {
        assertThat(open().restoreFrom("train")).isEmpty();
        assertThat(open().isLoaded()).isFalse();
    }

    @Test
    void aStoppedJobGoesOnFromItsSavepoint() throws Exception {
        Memory memory = open();
        memory.loaded();
        memory.started("train", JOB, Optional.empty());
        memory.stopped("train", "file:/savepoint");

        assertThat(open().restoreFrom("train")).hasValue("file:/savepoint");
        assertThat(open().restoreFrom("index")).isEmpty();
        assertThat(open().isLoaded()).isTrue();
    }

    @Test
    void aCrashedJobGoesOnFromTheNewestCompleteCheckpoint() throws Exception {
        open().started("train", JOB, Optional.empty());
        checkpoint("chk-9", 1_000, true);
        checkpoint("chk-10", 2_000, true);
        checkpoint("chk-11", 3_000, false);

        assertThat(open().restoreFrom("train").orElseThrow()).contains("/chk-10");
    }

    @Test
    void aJobThatCrashedBeforeItsFirstCheckpointGoesOnFromWhatItWasRestoredFrom() throws Exception {
        Memory memory = open();
        memory.started("train", JOB, Optional.empty());
        memory.stopped("train", "file:/savepoint");
        memory.started("train", new JobID(3, 4), Optional.of("file:/savepoint"));

        assertThat(open().restoreFrom("train")).hasValue("file:/savepoint");
    }

    @Test
    void aDirectoryOfAnotherTaskIsRefused() throws Exception {
        open().loaded();

        assertThatThrownBy(() -> Memory.open(directory, directory, 500, 7))
                .hasMessageContaining("--documents 300 --seed 7");
    }

    private Memory open() throws IOException {
        return Memory.open(directory, directory.resolve("checkpoints"), 300, 7);
    }

    private void checkpoint(String name, long millis, boolean complete) throws IOException {
        Path checkpoint = Files.createDirectories(
                directory.resolve("checkpoints").resolve(JOB.toHexString()).resolve(name));
        if (complete) {
            Path metadata = Files.createFile(checkpoint.resolve("_metadata"));
            Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
        }
    }
}
