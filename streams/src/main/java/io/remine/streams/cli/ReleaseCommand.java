package io.remine.streams.cli;

import io.remine.state.model.ModelVersion;
import io.remine.streams.config.RemineConfiguration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code remine release VERSION}: serve this version until said otherwise. */
@Command(
        name = "release",
        description = "Pins a version by hand: it serves, whatever the gate releases, until `remine release gate`.")
final class ReleaseCommand implements Runnable {

    private static final String FIRST = "first";
    private static final String GATE = "gate";

    @Mixin
    private ConfigFile config;

    @Parameters(
            paramLabel = "VERSION",
            description = "TIMELINE/CHECKPOINT of a published version, '" + FIRST + "' for the first encoder, '" + GATE
                    + "' to leave it to the gate again.")
    private String version;

    @Override
    public void run() {
        RemineConfiguration configuration = config.load();
        Pins pins = new Pins(configuration);
        switch (version) {
            case GATE -> pins.unpin();
            case FIRST -> pins.pin(Optional.empty(), "released by hand");
            default -> pins.pin(Optional.of(ModelVersion.parse(version)), "released by hand");
        }
    }
}
