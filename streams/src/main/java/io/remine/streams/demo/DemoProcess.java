package io.remine.streams.demo;

import io.remine.streams.terminal.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo as a process: Ctrl-C ends it cleanly, and what need not be kept is deleted. */
final class DemoProcess {

    private static final Logger LOG = LoggerFactory.getLogger(DemoProcess.class);
    /** Longest wait for a clean end after Ctrl-C. */
    private static final long LAST_WAIT_SECONDS = 120;

    private DemoProcess() {}

    /** Runs the demo; 0 if it ran to its end or was stopped, and 1 if what was trained is not what was clicked. */
    static int run(DemoSettings settings, Screen screen) throws Exception {
        Stop stop = new Stop();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> stopAndAwait(stop, ended, screen), "demo-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            if (settings.directory().isPresent()) {
                return run(settings, settings.directory().get(), screen, stop);
            }
            Path directory = Files.createTempDirectory("remine-demo-");
            try {
                return run(settings, directory, screen, stop);
            } finally {
                delete(directory);
            }
        } finally {
            ended.countDown();
            if (!stop.isRequested()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    private static int run(DemoSettings settings, Path directory, Screen screen, Stop stop) throws Exception {
        try (Demo demo = new Demo(settings, directory, screen, stop)) {
            return demo.run() ? 0 : 1;
        } catch (Exception | LinkageError e) {
            if (!stop.isRequested()) {
                throw e;
            }
            // A process that ends refuses what a start needs: a native library registers its copy to be deleted at
            // exit.
            LOG.warn("The demo was stopped in the middle", e);
            return 0;
        }
    }

    private static void stopAndAwait(Stop stop, CountDownLatch ended, Screen screen) {
        stop.request();
        screen.line("Ending: the jobs first, then Flink and Kafka");
        try {
            if (!ended.await(LAST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("remine: the demo did not end within %d s".formatted(LAST_WAIT_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete %s; delete it by hand".formatted(directory), e);
        }
    }
}
