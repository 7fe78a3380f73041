package io.remine.streams.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process of a cluster ended, or does not answer, where it should. */
public final class ProcessFailedException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    private static final int TAIL_LINES = 15;
    /** Of the end of a log, enough for so many lines. */
    private static final int TAIL_BYTES = 64 << 10;

    private final transient List<String> logTail;

    private ProcessFailedException(String message, List<String> logTail) {
        super(message);
        this.logTail = logTail;
    }

    static ProcessFailedException of(ClusterDirectory directory, ProcessState process, String what) {
        Path log = directory.log(process.name());
        List<String> tail = Stream.of(directory.output(process.name()), log)
                .flatMap(file -> tail(file).stream())
                .toList();
        return new ProcessFailedException("%s %s; %s says more".formatted(process.name(), what, log), tail);
    }

    /** The last lines of what it printed and of what it logged. */
    public List<String> logTail() {
        return logTail == null ? List.of() : logTail;
    }

    private static List<String> tail(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - TAIL_BYTES);
            var bytes = ByteBuffer.allocate((int) (channel.size() - from));
            channel.position(from);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // The rest of it.
            }
            List<String> lines = new ArrayList<>(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
            return List.copyOf(lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return List.of("(cannot read %s: %s)".formatted(file, e.getMessage()));
        }
    }
}
