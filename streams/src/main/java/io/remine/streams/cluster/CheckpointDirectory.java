package io.remine.streams.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that submissions of one job have left in a local directory. */
public final class CheckpointDirectory {

    /** Written last, so that a checkpoint that has it is complete. */
    private static final String METADATA = "_metadata";

    private CheckpointDirectory() {}

    /** The newest complete checkpoint below the directory, if there is any; a path to restore from. */
    public static Optional<String> newest(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(directory, 3)) {
            return files.filter(file -> file.endsWith(METADATA))
                    .max(Comparator.comparing(CheckpointDirectory::modified))
                    .map(file -> file.getParent().toAbsolutePath().toUri().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look for checkpoints in " + directory, e);
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the time of " + file, e);
        }
    }
}
