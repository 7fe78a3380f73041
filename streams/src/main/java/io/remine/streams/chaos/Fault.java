package io.remine.streams.chaos;

import io.remine.streams.local.LocalProcess;
import io.remine.streams.local.Role;
import java.util.Locale;

/** What is done to one process of a deployment. */
sealed interface Fault {

    /** Of the process that it is done to. */
    Role role();

    /** In a few words: {@code kill task-manager}. */
    String name();

    /** Does it; the process runs again when this returns, and may not answer yet. */
    void strike(LocalProcess victim) throws InterruptedException;

    /** SIGKILL; the process is started again at once. */
    record Kill(Role role) implements Fault {

        @Override
        public String name() {
            return "kill " + role.label();
        }

        @Override
        public void strike(LocalProcess victim) {
            victim.restart();
        }
    }

    /** SIGSTOP, and SIGCONT after that time: the process keeps its connections and says nothing. */
    record Pause(Role role, long millis) implements Fault {

        @Override
        public String name() {
            return String.format(Locale.ROOT, "pause %s %.0f s", role.label(), millis / 1e3);
        }

        @Override
        public void strike(LocalProcess victim) throws InterruptedException {
            victim.pause();
            Thread.sleep(millis);
            victim.resume();
        }
    }

    /** SIGKILL; the process is started again after that time. */
    record Absence(Role role, long millis) implements Fault {

        @Override
        public String name() {
            return String.format(Locale.ROOT, "%s away %.0f s", role.label(), millis / 1e3);
        }

        @Override
        public void strike(LocalProcess victim) throws InterruptedException {
            victim.kill();
            Thread.sleep(millis);
            victim.restart();
        }
    }
}
