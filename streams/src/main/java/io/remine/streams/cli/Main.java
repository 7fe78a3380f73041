package io.remine.streams.cli;

import io.remine.streams.chaos.ChaosCommand;
import io.remine.streams.demo.DemoCommand;
import io.remine.streams.evaluate.EvaluateCommand;
import io.remine.streams.mine.MineCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line of Remine. */
@Command(
        name = "remine",
        description = "A dense retriever that keeps training while it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {
            IndexCommand.class,
            TrainCommand.class,
            DemoCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            VerifyIndexCommand.class,
            ServeCommand.class,
            ClusterCommand.class,
            ChaosCommand.class,
            TopicsCommand.class,
            KeysCommand.class,
            ReleaseCommand.class,
            RollbackCommand.class,
            ConfigCommand.class,
            RecipesCommand.class,
            EvaluateCommand.class,
            MineCommand.class
        })
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Runs a command; the process ends with 0 if it succeeded, 1 if it failed, 2 if it was called wrongly. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::report)
                .setParameterExceptionHandler(Main::refuse);
    }

    /** One line that names what is wrong; the usage only where a command is missing and the usage lists them. */
    private static int refuse(CommandLine.ParameterException refused, String[] arguments) {
        CommandLine commandLine = refused.getCommandLine();
        String command = commandLine.getCommandSpec().qualifiedName();
        commandLine.getErr().println("%s: %s; see %s --help".formatted(command, refused.getMessage(), command));
        if (!commandLine.getSubcommands().isEmpty()) {
            commandLine.usage(commandLine.getErr());
        }
        return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** One line for the person, everything for the log. */
    private static int report(Exception failure, CommandLine commandLine, CommandLine.ParseResult arguments) {
        LOG.error("{} failed", commandLine.getCommandName(), failure);
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        commandLine.getErr().println("remine: " + message.lines().findFirst().orElse(message));
        String log = System.getProperty("remine.log");
        if (log != null && !(failure instanceof IllegalArgumentException)) {
            commandLine.getErr().println("remine: " + log + " says more");
        }
        return 1;
    }

    /** What {@code --version} prints: the version in the jar's manifest. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"remine " + (version == null ? "(not packaged)" : version)};
        }
    }
}
