package io.remine.streams.mine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;

/**
 * A file of one JSON object per line, compressed if its name ends in {@code .gz}. It appears when it is complete; until then
 * what is written lies beside it, in {@code NAME.unfinished}.
 */
final class NegativesFile implements Closeable {

    private final Path file;
    private final Path unfinished;
    private final BufferedWriter writer;

    NegativesFile(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        this.unfinished = this.file.resolveSibling(file.getFileName() + ".unfinished");
        Files.createDirectories(this.file.getParent());
        OutputStream out = Files.newOutputStream(unfinished);
        this.writer = new BufferedWriter(new OutputStreamWriter(
                file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out, StandardCharsets.UTF_8));
    }

    void write(JsonNode line) throws IOException {
        writer.write(line.toString());
        writer.write('\n');
    }

    /** Moves it into place. */
    void complete() throws IOException {
        writer.close();
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Leaves nothing of a file that was not completed. */
    @Override
    public void close() throws IOException {
        writer.close();
        Files.deleteIfExists(unfinished);
    }
}
