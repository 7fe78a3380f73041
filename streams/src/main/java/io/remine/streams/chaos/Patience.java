package io.remine.streams.chaos;

import io.remine.streams.terminal.Screen;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what must come true while training goes on. */
record Patience(Training training, VersionFollower versions, Screen screen, Supplier<String> state) {

    /** Without a new version for this long, none will come. */
    static final Duration STALLED = Duration.ofMinutes(5);

    static final Duration LOOK = Duration.ofMillis(50);

    /** Whether it comes true before training has stood still for too long. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        long moved = System.nanoTime();
        long before = training.versions();
        while (!condition.getAsBoolean()) {
            versions.check();
            if (training.versions() > before) {
                before = training.versions();
                moved = System.nanoTime();
            }
            if (System.nanoTime() - moved > STALLED.toNanos()) {
                screen.line("no version for %d minutes".formatted(STALLED.toMinutes()));
                return false;
            }
            screen.current(state.get());
            Thread.sleep(LOOK.toMillis());
        }
        return true;
    }
}
