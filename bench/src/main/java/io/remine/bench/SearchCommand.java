package io.remine.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code remine bench search}: exact search beside FAISS. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description = "Searches the same random vectors here and in FAISS by turns, 384 dimensions, the best 200;"
                + " prints milliseconds of a batch and our time by FAISS's.")
final class SearchCommand implements Callable<Integer> {

    @Option(
            names = "--rows",
            split = ",",
            defaultValue = "10000,100000,500000",
            description = "Sizes of the index. Default: ${DEFAULT-VALUE}.")
    private List<Integer> rows;

    @Option(
            names = "--batches",
            split = ",",
            defaultValue = "1,32,128",
            description = "Queries at a time. Default: ${DEFAULT-VALUE}.")
    private List<Integer> batches;

    @Option(names = "--threads", description = "Of each side. Default: one for each core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--rounds", defaultValue = "9", description = "Turns of each side. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--python",
            paramLabel = "PROGRAM",
            defaultValue = "python3",
            description = "With FAISS. Default: ${DEFAULT-VALUE}.")
    private String python;

    @Option(
            names = "--peers",
            paramLabel = "DIR",
            defaultValue = "bench/peers",
            description = "Where the peers' scripts are. Default: ${DEFAULT-VALUE}.")
    private Path peers;

    @Mixin
    private DeviceOption device;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the figures as JSON.")
    private Path report;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        check("--rows", rows, SearchBench.K, 10_000_000);
        check("--batches", batches, 1, 4096);
        check("--rounds", List.of(rounds), 1, 10_000);
        int cores = Runtime.getRuntime().availableProcessors();
        if (threads != cores) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--threads %d, but %d cores; REMINE_JAVA_OPTIONS=-XX:ActiveProcessorCount=%d makes Remine use as many"
                            .formatted(threads, cores, threads));
        }
        device.use();
        System.setProperty("ai.djl.pytorch.num_threads", "1"); // the search itself takes all cores
        PrintWriter out = spec.commandLine().getOut();
        Optional<Peer> peer = peer(threads);
        if (peer.isEmpty()) {
            out.println("peer not installed: " + Peer.installation(peers));
        }
        List<SearchCell> cells = new ArrayList<>();
        try {
            out.printf("%d threads, peer: %s%n", threads, peer.map(Peer::name).orElse("none"));
            out.printf("%9s %6s %12s %12s %7s%n", "rows", "batch", "ours ms", "peer ms", "ratio");
            SearchBench bench = new SearchBench(peer, rounds, seed, device.tolerance());
            for (int size : rows) {
                bench.run(size, batches, cell -> {
                    cells.add(cell);
                    out.printf(
                            "%9d %6d %12.2f %12s %7s%n",
                            cell.rows(), cell.batch(), cell.millis(), figure(cell.peerMillis()), figure(cell.ratio()));
                    out.flush();
                });
            }
        } finally {
            if (peer.isPresent()) {
                peer.get().close();
            }
        }
        if (report != null) {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("threads", threads);
            figures.put("peer", peer.map(Peer::name).orElse(null));
            figures.put("cells", cells.stream().map(SearchCommand::json).toList());
            new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(report.toFile(), figures);
        }
        return 0;
    }

    private void check(String option, List<Integer> values, int least, int most) {
        for (int value : values) {
            if (value < least || value > most) {
                throw new ParameterException(
                        spec.commandLine(), "%s %d, must be from %d to %d".formatted(option, value, least, most));
            }
        }
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "-" : "%.2f".formatted(value);
    }

    private Optional<Peer> peer(int threads) throws IOException, InterruptedException {
        if (!Peer.isInstalled(python, device.isGpu() ? Peer.SEARCH_ON_GPU : Peer.SEARCH)) {
            return Optional.empty();
        }
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(threads)));
        arguments.addAll(device.peerArguments());
        Path script = peers.resolve(device.isGpu() ? "product.py" : "search.py");
        return Optional.of(Peer.start(python, script, arguments));
    }

    private static Map<String, Object> json(SearchCell cell) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", cell.rows());
        figures.put("batch", cell.batch());
        figures.put("millis", cell.millis());
        if (!Double.isNaN(cell.peerMillis())) {
            figures.put("peerMillis", cell.peerMillis());
            figures.put("ratio", cell.ratio());
        }
        return figures;
    }
}
