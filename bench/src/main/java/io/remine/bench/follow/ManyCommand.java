package io.remine.bench.follow;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine bench follow many}: many processes that follow one topic. */
@Command(
        name = "many",
        mixinStandardHelpOptions = true,
        description =
                "Starts processes that follow one small index, changes it, and asks whether all show the same; prints"
                        + " the memory of one that has searched nothing yet beyond that of a Java process that follows nothing,"
                        + " pages that several share counted in equal parts.")
final class ManyCommand implements Callable<Integer> {

    private static final double MEBIBYTE = 1 << 20;
    private static final int FEW_ROWS = 2_000;

    @Option(names = "--followers", defaultValue = "24", description = "Processes. Default: ${DEFAULT-VALUE}.")
    private int followers;

    @Option(names = "--changes", defaultValue = "5", description = "Of a tenth. Default: ${DEFAULT-VALUE}.")
    private int changes;

    @Mixin
    private SnapshotOptions options = new SnapshotOptions(FEW_ROWS);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<FollowerProcess> all = new ArrayList<>();
        try (Workplace workplace = new Workplace();
                TopicBroker broker = TopicBroker.start(workplace.directory("broker"));
                FollowerProcess idle = FollowerProcess.idle();
                FollowerProcess alsoIdle = FollowerProcess.idle()) {
            RandomSnapshot snapshot = options.snapshot();
            broker.publish(snapshot::publish);
            for (int i = 0; i < followers; i++) {
                all.add(FollowerProcess.start(broker.bootstrapServers(), workplace.directory("cache-" + i)));
            }
            for (FollowerProcess follower : all) {
                follower.next();
            }
            for (int change = 0; change < changes; change++) {
                broker.publish(topic -> snapshot.change(0.1, topic));
            }
            int alike = 0;
            for (FollowerProcess follower : all) {
                FollowerProcess.Shown last = follower.next();
                while (last.digest() != snapshot.digest()) {
                    last = follower.next();
                }
                alike++;
            }
            List<Long> bytes = new ArrayList<>();
            for (FollowerProcess follower : all) {
                bytes.add(follower.bytes());
            }
            double beyond = (Percentiles.median(bytes) - (idle.bytes() + alsoIdle.bytes()) / 2.0) / MEBIBYTE;
            out.printf("%d of %d show what was published last%n", alike, followers);
            out.printf("%.1f MiB of one beyond a Java process that follows nothing, median%n", beyond);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("followers", followers);
            figures.put("alike", alike);
            figures.put("mebibytesBeyondJava", beyond);
            options.report(figures);
            return alike == followers ? 0 : 1;
        } finally {
            for (FollowerProcess follower : all) {
                follower.close();
            }
        }
    }
}
