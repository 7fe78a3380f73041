package io.remine.streams.cli;

import io.remine.streams.config.SettingsTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code remine config}: every setting there is. */
@Command(name = "config", description = "Prints every setting: name, default, range, meaning.")
final class ConfigCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().print(SettingsTable.print());
        spec.commandLine().getOut().flush();
    }
}
