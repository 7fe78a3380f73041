package io.remine.bench.follow;

import io.remine.state.blob.KeyedBytes;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A process of its own that holds a broker and publishes a snapshot, started by those who measure: what they measure then
 * shares neither a heap nor a compiler with it. Prints the broker's address when the snapshot is published, and then does what
 * a line of its input says: {@code prepare SHARE} changes that share of the documents, {@code publish} publishes what was
 * prepared last. Ends when its input does.
 */
@Command(name = "publisher")
public final class PublisherCommand implements Callable<Integer> {

    static final String BROKERS = "brokers";
    static final String PREPARE = "prepare";
    static final String PREPARED = "prepared";
    static final String PUBLISH = "publish";
    static final String PUBLISHED = "published";

    @Option(names = "--directory", required = true)
    private Path directory;

    @Mixin
    private SnapshotOptions options;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PublisherCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (TopicBroker broker = TopicBroker.start(directory);
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            RandomSnapshot snapshot = options.snapshot();
            broker.publish(snapshot::publish);
            print(out, BROKERS, broker.bootstrapServers());
            List<KeyedBytes> prepared = new ArrayList<>();
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (line.startsWith(PREPARE)) {
                    double share = Double.parseDouble(line.substring(PREPARE.length()));
                    prepared.clear();
                    print(out, PREPARED, snapshot.change(share, prepared::add));
                } else if (line.equals(PUBLISH)) {
                    broker.publish(prepared::forEach);
                    print(out, PUBLISHED, "");
                }
            }
        }
        return 0;
    }

    private static void print(PrintWriter out, String word, Object argument) {
        out.println(word + " " + argument);
        out.flush();
    }
}
