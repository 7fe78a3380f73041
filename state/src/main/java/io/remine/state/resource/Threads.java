package io.remine.state.resource;

/** Waiting for threads to end. */
public final class Threads {

    private Threads() {}

    /** Waits until the thread has ended, whatever interrupts meanwhile; an interrupt is kept for the caller. */
    public static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
