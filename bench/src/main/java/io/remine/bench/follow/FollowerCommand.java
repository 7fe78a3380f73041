package io.remine.bench.follow;

import io.remine.state.live.LiveIndex;
import io.remine.state.live.LiveIndexOptions;
import io.remine.state.live.View;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A process of its own that follows an index, started by those who measure. Prints a line for each view: when it came, how far
 * the first partition of the documents is contained, how many documents there are, and the sum of the hashes of their ids and
 * texts. Ends when its input does.
 */
@Command(name = "follower")
public final class FollowerCommand implements Callable<Integer> {

    /** What it prints before a view. */
    static final String VIEW = "view";

    /** What it prints when it follows nothing. */
    static final String IDLE = "idle";

    private static final Logger LOG = LoggerFactory.getLogger(FollowerCommand.class);

    @Option(names = "--brokers", description = "None: follows nothing, to tell what a process takes by itself.")
    private String brokers;

    @Option(names = "--cache")
    private Path cache;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FollowerCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        LOG.info("started"); // logging is the application's, whether it follows or not
        if (brokers == null) {
            print(out, IDLE);
            awaitEndOfInput();
            return 0;
        }
        try (LiveIndex live = LiveIndex.open(options(brokers, cache))) {
            live.addListener((View view) -> print(out, line(view)));
            awaitEndOfInput();
        }
        return 0;
    }

    /** Options of a consumer that searches vectors and needs no encoder. */
    static LiveIndexOptions options(String brokers, Path cache) {
        return LiveIndexOptions.of(brokers, cache).withoutEncoders();
    }

    private static String line(View view) {
        Map<Integer, Long> offsets = view.index().manifest().offsets().next().get(Topic.DOCUMENTS.plainName());
        return "%s %d %d %d %d"
                .formatted(
                        VIEW,
                        System.currentTimeMillis(),
                        offsets == null ? 0 : offsets.getOrDefault(0, 0L),
                        view.index().rows(),
                        digest(view));
    }

    /** Whatever the order of rows. */
    private static long digest(View view) {
        return LongStream.range(0, view.index().rows())
                .map(row -> 31L * view.index().id(row).hashCode()
                        + view.index().text(row).hashCode())
                .sum();
    }

    private static void print(PrintWriter out, String line) {
        out.println(line);
        out.flush();
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }
}
