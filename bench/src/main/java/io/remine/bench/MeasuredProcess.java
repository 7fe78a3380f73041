package io.remine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a process took from its start to its end.
 *
 * @param seconds on the clock
 * @param peakBytes the largest resident size, read every {@value #PERIOD_MILLIS} ms: what was reached and the process's end
 *     between two readings is missed, nothing else, since the kernel keeps the peak
 */
record MeasuredProcess(double seconds, long peakBytes) {

    private static final long PERIOD_MILLIS = 20;
    private static final double NANOS = 1e9;

    /**
     * Runs the command to its end.
     *
     * @param environment variables besides this process's own
     * @throws IOException if it fails: with all that it wrote
     */
    static MeasuredProcess run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("remine-bench", ".log");
        Process process = null;
        try {
            long start = System.nanoTime();
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            process = builder.start();
            long peak = 0;
            do {
                peak = Math.max(peak, peak(process.pid()));
            } while (!process.waitFor(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
            double seconds = (System.nanoTime() - start) / NANOS;
            if (process.exitValue() != 0) {
                throw new IOException(
                        "%s ended with %d:%n%s".formatted(command.get(0), process.exitValue(), Files.readString(log)));
            }
            return new MeasuredProcess(seconds, peak);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(log);
        }
    }

    /** Nothing of one that has just ended. */
    private static long peak(long pid) {
        try {
            return ProcessMemory.of(pid).peakBytes();
        } catch (IOException ended) {
            return 0;
        }
    }
}
