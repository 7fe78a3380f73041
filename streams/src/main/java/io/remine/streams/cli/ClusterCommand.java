package io.remine.streams.cli;

import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.local.LocalCluster;
import io.remine.streams.local.LocalClusterSettings;
import io.remine.streams.local.LocalProcess;
import io.remine.streams.local.ProcessFailedException;
import io.remine.streams.local.Role;
import io.remine.streams.terminal.Screen;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine cluster}: a whole deployment on this machine, in processes of its own, without Docker. */
@Command(
        name = "cluster",
        description =
                "Runs broker, JobManager, TaskManagers and search server on this machine, each in a process of its own.",
        subcommands = {ClusterCommand.Start.class, ClusterCommand.Stop.class, ClusterCommand.Status.class})
final class ClusterCommand {

    private ClusterCommand() {}

    /** Where the cluster is. */
    static final class Directory {

        @Option(
                names = "--directory",
                paramLabel = "DIR",
                defaultValue = "remine-data/cluster",
                description = "Of all that the cluster keeps. Default: ${DEFAULT-VALUE}.")
        private Path path;
    }

    @Command(
            name = "start",
            description = "Starts a cluster; one that was stopped goes on with its topics and its jobs.")
    static final class Start implements Callable<Integer> {

        @Mixin
        private Directory directory;

        @Option(
                names = "--taskmanagers",
                paramLabel = "N",
                defaultValue = "2",
                description = "1 to 64. Default: ${DEFAULT-VALUE}.")
        private int taskManagers;

        @Option(
                names = "--slots",
                paramLabel = "N",
                defaultValue = "2",
                description = "Of each TaskManager; the jobs take as many as their parallelism, each for itself."
                        + " Default: ${DEFAULT-VALUE}.")
        private int slots;

        @Option(
                names = "--brokers",
                paramLabel = "N",
                defaultValue = "1",
                description = "With three, one may be away. Default: ${DEFAULT-VALUE}.")
        private int brokers;

        @Option(
                names = "--heap",
                paramLabel = "MIB",
                defaultValue = "1536",
                description = "Of a TaskManager's Java objects; tensors lie outside of it. Default: ${DEFAULT-VALUE}.")
        private int heapMebibytes;

        @Option(names = "--no-search", description = "Leaves the search server out.")
        private boolean withoutSearch;

        @Option(
                names = "--port",
                paramLabel = "ROLE=PORT",
                description = "zookeeper, broker, job_manager or search; others take free ports, and keep them.")
        private Map<Role, Integer> ports = new LinkedHashMap<>();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                description = "Settings in YAML; addresses and directories are the cluster's to choose.")
        private Path config;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            LocalClusterSettings settings = new LocalClusterSettings(
                    directory.path,
                    taskManagers,
                    slots,
                    brokers,
                    !withoutSearch,
                    heapMebibytes,
                    ports,
                    OptionalInt.empty(),
                    config == null ? Map.of() : RemineConfiguration.load(config).entries());
            Screen screen = Screen.on(spec.commandLine().getOut());
            try {
                describe(LocalCluster.start(settings, screen::line), screen);
                return 0;
            } catch (ProcessFailedException e) {
                e.logTail().forEach(screen::line);
                throw e;
            }
        }

        private static void describe(LocalCluster cluster, Screen screen) {
            screen.line("Kafka    " + cluster.bootstrapServers());
            screen.line("Flink    " + cluster.restUrl());
            cluster.searchUrl().ifPresent(url -> screen.line("search   " + url));
            for (String job : List.of("index", "train")) {
                screen.line("./remine %s --config %s --cluster %s"
                        .formatted(job, cluster.configurationFile(), cluster.restAddress()));
            }
        }
    }

    @Command(name = "stop", description = "Ends all processes of a cluster; its jobs go on when it is started again.")
    static final class Stop implements Runnable {

        @Mixin
        private Directory directory;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            LocalCluster cluster = LocalCluster.open(directory.path);
            long alive =
                    cluster.processes().stream().filter(LocalProcess::isAlive).count();
            cluster.close();
            Screen.on(spec.commandLine().getOut()).line("%d processes ended".formatted(alive));
        }
    }

    @Command(
            name = "status",
            description = "Shows the processes of a cluster; ends with 1 if one does not do its work.")
    static final class Status implements Callable<Integer> {

        @Mixin
        private Directory directory;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws InterruptedException {
            LocalCluster cluster = LocalCluster.open(directory.path);
            Screen screen = Screen.on(spec.commandLine().getOut());
            int failed = 0;
            for (LocalProcess process : cluster.processes()) {
                boolean ready = process.isReady();
                failed += ready ? 0 : 1;
                screen.line("%-16s %-9s %8s  %s"
                        .formatted(
                                process.name(),
                                ready ? "ready" : process.isAlive() ? "silent" : "dead",
                                process.pid().isPresent() ? process.pid().getAsLong() : "",
                                process.log()));
            }
            return failed == 0 ? 0 : 1;
        }
    }
}
