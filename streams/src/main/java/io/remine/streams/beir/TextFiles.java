package io.remine.streams.beir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Text files that may be compressed: {@code NAME} or {@code NAME.gz}. */
public final class TextFiles {

    private static final String COMPRESSED = ".gz";

    private TextFiles() {}

    /** Opens the file, decompressing it if its name ends in {@code .gz}. */
    public static BufferedReader open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            InputStream plain = file.toString().endsWith(COMPRESSED) ? new GZIPInputStream(in) : in;
            return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * The file of this name, or the compressed one.
     *
     * @throws IllegalArgumentException if there is neither
     */
    public static Path find(Path directory, String name) {
        Path plain = directory.resolve(name);
        Path compressed = directory.resolve(name + COMPRESSED);
        if (Files.exists(plain)) {
            return plain;
        }
        if (Files.exists(compressed)) {
            return compressed;
        }
        throw new IllegalArgumentException(
                "neither %s nor %s; a collection has corpus.jsonl, queries.jsonl and qrels/SPLIT.tsv"
                        .formatted(plain, compressed));
    }
}
