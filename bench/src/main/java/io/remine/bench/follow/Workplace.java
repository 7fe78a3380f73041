package io.remine.bench.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory, deleted when it is closed. */
final class Workplace implements AutoCloseable {

    private final Path root;

    Workplace() throws IOException {
        root = Files.createTempDirectory("remine-bench");
    }

    Path directory(String name) {
        return root.resolve(name);
    }

    void delete(String name) throws IOException {
        delete(root.resolve(name));
    }

    @Override
    public void close() throws IOException {
        delete(root);
    }

    private static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
