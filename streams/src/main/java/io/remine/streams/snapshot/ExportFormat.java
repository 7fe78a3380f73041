package io.remine.streams.snapshot;

import io.remine.state.index.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** As what an index can be written for others. */
public enum ExportFormat {
    /** {@code documents.jsonl}, see {@link JsonLinesExport}. */
    JSONL,
    /** An index of Lucene, see {@link LuceneExport}. */
    LUCENE,
    /** {@code index.faiss} and {@code ids.txt}, see {@link FaissFlatExport}. */
    FAISS_FLAT,
    /** {@code documents.parquet}, see {@link ParquetExport}. */
    PARQUET;

    private static final String MANIFEST = "manifest.json";

    /**
     * Writes the documents, and {@code manifest.json}, which says which index it was. The directory appears when everything is
     * in it.
     *
     * @param directory does not exist, or is empty
     * @throws IllegalArgumentException if the directory holds something, or the format cannot hold the index
     * @throws IOException if a segment is missing or wrong, or the disk cannot be written
     */
    public void write(PublishedIndex index, Path directory) throws IOException {
        if (Files.exists(directory) && !isEmpty(directory)) {
            throw new IllegalArgumentException("%s is not empty; name a new directory".formatted(directory));
        }
        Path parent = Files.createDirectories(directory.toAbsolutePath().getParent());
        Path partial = Files.createDirectory(parent.resolve(
                directory.getFileName() + ".partial-" + ProcessHandle.current().pid()));
        try {
            try (IndexExport export = open(partial, index.manifest())) {
                index.forEach(export::add);
            }
            Files.write(partial.resolve(MANIFEST), index.manifest().toJson());
            Files.deleteIfExists(directory);
            Files.move(partial, directory);
        } finally {
            Directories.delete(partial);
        }
    }

    /** {@code faiss-flat} and the like. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private IndexExport open(Path directory, Manifest manifest) throws IOException {
        return switch (this) {
            case JSONL -> new JsonLinesExport(directory);
            case LUCENE -> new LuceneExport(directory, manifest);
            case FAISS_FLAT -> new FaissFlatExport(directory, manifest);
            case PARQUET -> new ParquetExport(directory);
        };
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }
}
