package io.remine.streams.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void theNewestCompleteCheckpointOfAnySubmissionIsFound() throws IOException {
        checkpoint("aa/chk-9", 1_000, true);
        checkpoint("bb/chk-3", 2_000, true);
        checkpoint("bb/chk-4", 3_000, false);
        assertThat(CheckpointDirectory.newest(directory))
                .hasValue(directory.resolve("bb/chk-3").toUri().toString());
    }

    @Test
    void aDirectoryWithoutAnyHasNone() {
        assertThat(CheckpointDirectory.newest(directory)).isEmpty();
        assertThat(CheckpointDirectory.newest(directory.resolve("none"))).isEmpty();
    }

    private void checkpoint(String name, long modifiedMillis, boolean complete) throws IOException {
        Path path = Files.createDirectories(directory.resolve(name));
        Path file = Files.createFile(path.resolve(complete ? "_metadata" : "state"));
        Files.setLastModifiedTime(file, FileTime.fromMillis(modifiedMillis));
    }
}
