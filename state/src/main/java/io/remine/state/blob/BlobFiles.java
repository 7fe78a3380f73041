package io.remine.state.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of a directory that are named by blobs' hashes. */
final class BlobFiles {

    private BlobFiles() {}

    static boolean isBlob(Path file) {
        return BlobHash.isOne(name(file));
    }

    static Set<BlobHash> hashes(Path directory) throws IOException {
        return list(directory).stream()
                .filter(BlobFiles::isBlob)
                .map(file -> new BlobHash(name(file)))
                .collect(Collectors.toSet());
    }

    /** Also those that are not. */
    static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
