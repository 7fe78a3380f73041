package io.remine.streams.cli;

import io.remine.state.signing.KeyPairFiles;
import io.remine.streams.config.RemineOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine keys create}: a pair of keys to sign with. */
@Command(name = "keys", description = "Makes keys that sign what is published.", subcommands = KeysCommand.Create.class)
final class KeysCommand {

    @Command(name = "create", description = "Makes an Ed25519 key to sign with and the one to trust it by.")
    static final class Create implements Runnable {

        @Option(
                names = "--out",
                paramLabel = "DIR",
                required = true,
                description = "Directory for the two files; no file there is overwritten.")
        private Path directory;

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            KeyPairFiles made = create();
            PrintWriter out = spec.commandLine().getOut();
            out.println("key " + made.id());
            out.println("where records are written, and nowhere else:");
            out.println("  %s: %s".formatted(RemineOptions.SIGN_PRIVATE_KEY.name(), made.privateFile()));
            out.println("where they are read:");
            out.println("  %s: %s".formatted(RemineOptions.TRUST_PUBLIC_KEYS.name(), made.publicFile()));
            out.flush();
        }

        private KeyPairFiles create() {
            try {
                return KeyPairFiles.create(directory.toAbsolutePath().normalize());
            } catch (FileAlreadyExistsException e) {
                throw new IllegalArgumentException(
                        "there is a key %s already; name another directory".formatted(e.getFile()), e);
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot write keys to %s: %s".formatted(directory, e), e);
            }
        }
    }
}
