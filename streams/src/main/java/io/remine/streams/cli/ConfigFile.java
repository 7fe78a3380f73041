package io.remine.streams.cli;

import io.remine.streams.config.RemineConfiguration;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the settings, shared by every command that has any. */
final class ConfigFile {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Settings in YAML; `remine config` lists them all.")
    private Path file;

    RemineConfiguration load() {
        return RemineConfiguration.load(file);
    }
}
