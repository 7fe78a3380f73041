package io.remine.bench;

import io.remine.bench.encodings.EncodingsCommand;
import io.remine.bench.follow.FollowCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code remine bench}. */
@Command(
        name = "remine bench",
        subcommands = {
            SearchCommand.class,
            ApproximateCommand.class,
            StepCommand.class,
            MineCommand.class,
            NegativesCommand.class,
            MemoryCommand.class,
            StreamCommand.class,
            JobCommand.class,
            CheckpointCommand.class,
            BacklogCommand.class,
            SoakCommand.class,
            ResubmitCommand.class,
            MergeCommand.class,
            FollowCommand.class,
            QualityCommand.class,
            EncodingsCommand.class
        },
        mixinStandardHelpOptions = true,
        description = "Measures Remine; prints ratios of what was run side by side.")
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
