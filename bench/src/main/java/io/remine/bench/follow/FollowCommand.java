package io.remine.bench.follow;

import picocli.CommandLine.Command;

/** {@code remine bench follow}: what it takes to follow a published index. */
@Command(
        name = "follow",
        subcommands = {BootstrapCommand.class, FreshnessCommand.class, RefreshCommand.class, ManyCommand.class},
        mixinStandardHelpOptions = true,
        description = "Measures how a published index is followed; prints ratios of what was run side by side.")
public final class FollowCommand {}
