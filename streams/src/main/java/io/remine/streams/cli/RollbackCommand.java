package io.remine.streams.cli;

import io.remine.state.model.ModelVersion;
import io.remine.streams.config.RemineConfiguration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code remine rollback}: serve the version before the one that serves. */
@Command(name = "rollback", description = "Pins the version before the one that serves, until `remine release gate`.")
final class RollbackCommand implements Runnable {

    @Mixin
    private ConfigFile config;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        RemineConfiguration configuration = config.load();
        Pins pins = new Pins(configuration);
        Optional<ModelVersion> before = pins.beforeTheOneThatServes();
        pins.pin(before, "rolled back by hand");
        spec.commandLine()
                .getOut()
                .println("serving from now on: "
                        + before.map(ModelVersion::toString).orElse("the first encoder"));
    }
}
