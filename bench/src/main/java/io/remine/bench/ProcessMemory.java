package io.remine.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The memory of a process, as Linux counts it in {@code /proc/PID/status}: heap, engine, libraries and all.
 *
 * @param residentBytes now (VmRSS)
 * @param peakBytes the most since it began (VmHWM)
 */
record ProcessMemory(long residentBytes, long peakBytes) {

    private static final String STATUS = "/proc/%d/status";

    /** This process's. */
    static ProcessMemory own() throws IOException {
        return of(ProcessHandle.current().pid());
    }

    /**
     * That of the process now.
     *
     * @throws IOException if there is no such process, or no {@code /proc}
     */
    static ProcessMemory of(long pid) throws IOException {
        return parse(Files.readAllLines(Path.of(STATUS.formatted(pid))));
    }

    static ProcessMemory parse(List<String> status) throws IOException {
        return new ProcessMemory(bytes(status, "VmRSS:"), bytes(status, "VmHWM:"));
    }

    private static long bytes(List<String> status, String field) throws IOException {
        String line = status.stream()
                .filter(each -> each.startsWith(field))
                .findFirst()
                .orElseThrow(() -> new IOException("no %s in %s; the process has ended".formatted(field, STATUS)));
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024; // VmRSS:   1234 kB
    }
}
