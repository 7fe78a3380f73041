package io.remine.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What the commands that have a peer have in common. */
final class PeerOptions {

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            defaultValue = "python3",
            description = "That has the peers' libraries. Default: ${DEFAULT-VALUE}.")
    String python;

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            defaultValue = "${sys:remine.root:-.}/bench/peers",
            description = "Where the peers' scripts are. Default: ${DEFAULT-VALUE}.")
    Path scripts;

    @Option(names = "--threads", description = "Of one operation, on both sides. Default: one for each core.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--seed", defaultValue = "1", description = "Of the texts. Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON.")
    private Path report;

    /**
     * Sets the threads of both sides, before anything loads the engine, and sees whether there is a peer that trains.
     *
     * @param modules that it imports
     * @return the arguments, or null after saying how to install it
     */
    List<String> ifPeerIsInstalled(PrintWriter out, String modules, List<String> arguments)
            throws IOException, InterruptedException {
        checkThreads();
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        // The thread that asks works, too.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(threads - 1));
        return isInstalled(modules, out) ? arguments : null;
    }

    /** Whether the peer that imports these modules can be started; says how to install it if not. */
    boolean isInstalled(String modules, PrintWriter out) throws IOException, InterruptedException {
        checkThreads();
        boolean installed = Peer.isInstalled(python, modules);
        if (!installed) {
            out.println("peer not installed: " + Peer.installation(scripts));
        }
        return installed;
    }

    void report(Map<String, ?> figures) throws IOException {
        if (report != null) {
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), figures);
        }
    }

    private void checkThreads() {
        if (threads < 1) {
            throw new IllegalArgumentException("%d threads, must be at least 1".formatted(threads));
        }
    }
}
