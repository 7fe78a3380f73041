package io.remine.streams.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A process of this machine that is known to be the one that was started: its command line bears our mark. A pid alone may long
 * belong to somebody else, and a process that ended and that nobody has waited for has no command line any more.
 */
final class SystemProcess {

    private static final Duration POLL = Duration.ofMillis(20);

    private final ProcessHandle handle;
    private final String mark;

    private SystemProcess(ProcessHandle handle, String mark) {
        this.handle = handle;
        this.mark = mark;
    }

    /** The process with this pid, if it lives and has {@code mark} as an argument. */
    static Optional<SystemProcess> find(long pid, String mark) {
        return ProcessHandle.of(pid)
                .map(handle -> new SystemProcess(handle, mark))
                .filter(SystemProcess::isAlive);
    }

    boolean isAlive() {
        // Asked of the system again, since a handle keeps nothing that changes.
        return handle.isAlive()
                && handle.info()
                        .arguments()
                        .map(arguments -> Arrays.asList(arguments).contains(mark))
                        .orElse(false);
    }

    /** SIGTERM. A process that is paused is let go on, or it would not hear it. */
    void terminate() {
        signal("CONT");
        handle.destroy();
    }

    /** SIGKILL. */
    void kill() {
        handle.destroyForcibly();
    }

    /** Sends a signal by its name; nothing to a process that has ended. */
    void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(handle.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0 && isAlive()) {
                throw new IllegalStateException(
                        "kill -%s %d ended with status %d".formatted(name, handle.pid(), status));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run kill -%s %d".formatted(name, handle.pid()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending %s to %d".formatted(name, handle.pid()), e);
        }
    }

    /** Whether it has ended within this time. */
    boolean awaitEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while process %d ends".formatted(handle.pid()), e);
            }
        }
        return true;
    }
}
