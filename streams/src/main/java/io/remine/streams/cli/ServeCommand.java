package io.remine.streams.cli;

import io.remine.streams.search.Serving;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code remine serve}: answers searches from what the jobs publish, until Ctrl-C. */
@Command(
        name = "serve",
        description = "Serves searches, and a page that shows the live model beside the frozen control.")
final class ServeCommand implements Runnable {

    @Mixin
    private ConfigFile config;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Serving serving = Serving.start(config.load(), List.of());
        Runtime.getRuntime().addShutdownHook(new Thread(serving::close, "serve-stop"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Serving at " + serving.address());
        out.flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
