package io.remine.streams.chaos;

import io.remine.streams.local.LocalProcess;
import io.remine.streams.local.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;

/** What is done to one part of a deployment. */
sealed interface Fault {

    /** In a few words: {@code kill task-manager}. */
    String name();

    /**
     * Does it; what it was done to runs again when this returns, and may not answer yet.
     *
     * @param which of several that are alike, as a share of their number: 0 to below 1
     */
    Blow strike(Targets targets, double which) throws InterruptedException;

    /**
     * A fault that was done.
     *
     * @param victim the name of what it was done to
     * @param millis when it began, since 1970
     */
    record Blow(String victim, long millis) {

        /** Is about to be done. */
        static Blow to(String victim) {
            return new Blow(victim, System.currentTimeMillis());
        }
    }

    /** SIGKILL; the process is started again at once. */
    record Kill(Role role) implements Fault {

        @Override
        public String name() {
            return "kill " + role.label();
        }

        @Override
        public Blow strike(Targets targets, double which) {
            LocalProcess victim = targets.process(role, which);
            Blow blow = Blow.to(victim.name());
            victim.restart();
            return blow;
        }
    }

    /** SIGKILL of a TaskManager that trains, when another has slots to spare; it is started again at once. */
    record KillTrainer() implements Fault {

        @Override
        public String name() {
            return "kill task-manager in training";
        }

        @Override
        public Blow strike(Targets targets, double which) throws InterruptedException {
            targets.awaitSpareSlots();
            LocalProcess victim = targets.trainer(which);
            Blow blow = Blow.to(victim.name());
            victim.restart();
            return blow;
        }
    }

    /** SIGKILL of the JobManager between a checkpoint and its commit; it is started again at once. */
    record KillBeforeCommit() implements Fault {

        @Override
        public String name() {
            return "kill job-manager before a commit";
        }

        @Override
        public Blow strike(Targets targets, double which) throws InterruptedException {
            LocalProcess victim = targets.process(Role.JOB_MANAGER, which);
            try {
                targets.checkpoints().awaitNext();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot see the checkpoints", e);
            }
            Blow blow = Blow.to(victim.name());
            victim.restart();
            return blow;
        }
    }

    /** SIGSTOP, and SIGCONT after that time: the process keeps its connections and says nothing. */
    record Pause(Role role, long millis) implements Fault {

        @Override
        public String name() {
            return String.format(Locale.ROOT, "pause %s %.0f s", role.label(), millis / 1e3);
        }

        @Override
        public Blow strike(Targets targets, double which) throws InterruptedException {
            LocalProcess victim = targets.process(role, which);
            Blow blow = Blow.to(victim.name());
            victim.pause();
            Thread.sleep(millis);
            victim.resume();
            return blow;
        }
    }

    /** SIGKILL; the process is started again after that time. */
    record Absence(Role role, long millis) implements Fault {

        @Override
        public String name() {
            return String.format(Locale.ROOT, "%s away %.0f s", role.label(), millis / 1e3);
        }

        @Override
        public Blow strike(Targets targets, double which) throws InterruptedException {
            LocalProcess victim = targets.process(role, which);
            Blow blow = Blow.to(victim.name());
            victim.kill();
            Thread.sleep(millis);
            victim.restart();
            return blow;
        }
    }

    /** SIGKILL of a consumer of the index that is no part of the deployment; it is started again at once. */
    record KillFollower() implements Fault {

        @Override
        public String name() {
            return "kill follower";
        }

        @Override
        public Blow strike(Targets targets, double which) {
            Blow blow = Blow.to("follower");
            targets.follower().restart();
            return blow;
        }
    }

    /** An exception in the worker that ends a micro-batch next. */
    record Failure() implements Fault {

        @Override
        public String name() {
            return "exception in a worker";
        }

        @Override
        public Blow strike(Targets targets, double which) throws InterruptedException {
            Blow blow = Blow.to("train");
            try {
                Files.createFile(targets.failure());
                targets.awaitFailure();
                return blow;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot ask a worker to fail", e);
            }
        }
    }

    /** What lies between the broker and everyone who talks to it becomes so for that time, and is clear again then. */
    record Disturbance(LinkState state, long millis) implements Fault {

        @Override
        public String name() {
            return String.format(Locale.ROOT, "network %s %.0f s", state.label(), millis / 1e3);
        }

        @Override
        public Blow strike(Targets targets, double which) throws InterruptedException {
            Link link = targets.link().orElseThrow();
            Blow blow = Blow.to("network");
            link.become(state);
            Thread.sleep(millis);
            link.become(LinkState.CLEAR);
            return blow;
        }
    }
}
