package io.remine.bench.follow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A started {@link FollowerCommand}. */
final class FollowerProcess implements AutoCloseable {

    private static final List<String> SMALL = List.of("-Xms16m", "-Xmx64m");
    private static final String PROPORTIONAL = "Pss:";

    private final JavaProcess process;

    /**
     * What it printed.
     *
     * @param millis when it was shown, milliseconds since 1970
     * @param nextOffset of the documents' first partition, after the last that it contains
     * @param digest of all documents
     */
    record Shown(long millis, long nextOffset, long documents, long digest) {

        private static Shown parse(String line) {
            String[] fields = line.split(" ", -1);
            return new Shown(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]));
        }
    }

    private FollowerProcess(JavaProcess process) {
        this.process = process;
    }

    /** One that follows. */
    static FollowerProcess start(String brokers, Path cache) throws IOException {
        List<String> options = List.of("--brokers", brokers, "--cache", cache.toString());
        return new FollowerProcess(JavaProcess.start(FollowerCommand.class, List.of(), SMALL, options));
    }

    /** One that follows nothing, and has begun to. */
    static FollowerProcess idle() throws IOException, InterruptedException {
        JavaProcess process = JavaProcess.start(FollowerCommand.class, List.of(), SMALL, List.of());
        process.await(FollowerCommand.IDLE);
        return new FollowerProcess(process);
    }

    /** The next view that it has shown. */
    Shown next() throws InterruptedException {
        return Shown.parse(process.await(FollowerCommand.VIEW));
    }

    /** Its memory now, pages that it shares with other processes in equal parts: what one more of them takes. */
    long bytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/%d/smaps_rollup".formatted(process.id()))).stream()
                .filter(line -> line.startsWith(PROPORTIONAL))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        process.close();
    }
}
