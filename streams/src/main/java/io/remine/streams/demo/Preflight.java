package io.remine.streams.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before the demo starts what would else end it later: after half a minute, or after all the reading. */
final class Preflight {

    private Preflight() {}

    /**
     * Makes the directories that are missing.
     *
     * @throws IllegalArgumentException naming the option, its value, what is wrong and what to do
     */
    static void check(DemoSettings settings) {
        checkPort(settings.port());
        settings.directory().ifPresent(directory -> checkDirectory("--directory", directory, directory));
        settings.report().ifPresent(Preflight::checkReport);
    }

    private static void checkPort(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the search server binds: what an earlier run's connections still linger on is free.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--port %d cannot be used: %s; give another, or 0 for any free one".formatted(port, e.getMessage()),
                    e);
        }
    }

    private static void checkReport(Path report) {
        if (Files.isDirectory(report)) {
            throw new IllegalArgumentException("--report %s is a directory; give a file".formatted(report));
        }
        checkDirectory("--report", report, report.toAbsolutePath().getParent());
    }

    private static void checkDirectory(String option, Path value, Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IllegalArgumentException("%s %s cannot be used: %s is not a directory; give another place"
                    .formatted(option, value, directory));
        }
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, "remine-", ".try"));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s %s cannot be used: nothing can be written in %s; give another place"
                            .formatted(option, value, directory),
                    e);
        }
    }
}
