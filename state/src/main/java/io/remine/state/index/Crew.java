package io.remine.state.index;

import io.remine.state.tensor.PyTorch;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * Shares numbered pieces of work between the caller and helpers that happen to be free. The caller never waits for a helper
 * to begin, so that on a busy machine it is as fast as alone; helpers are as many for the whole process as there are cores
 * to spare.
 */
final class Crew {

    private static final ForkJoinPool HELPERS = new ForkJoinPool(Math.max(1, PyTorch.concurrentOperations() - 1));

    private Crew() {}

    /**
     * Works on all pieces. Each member keeps a state of its own and gets pieces of rising number. Returns when all are done
     * and nobody uses what the work uses, even if the caller is interrupted or a piece failed.
     *
     * @param threads most members, the caller included
     * @return the states of those who worked
     * @throws RuntimeException what the first failed piece threw; pieces after it may have been left out
     */
    static <S> List<S> share(int pieces, int threads, Supplier<S> newState, ObjIntConsumer<S> work) {
        Shared<S> shared = new Shared<>(pieces, newState, work);
        for (int helper = 1; helper < Math.min(threads, pieces); helper++) {
            HELPERS.execute(shared);
        }
        shared.run();
        return shared.await();
    }

    private static final class Shared<S> implements Runnable {

        private final int pieces;
        private final Supplier<S> newState;
        private final ObjIntConsumer<S> work;
        private final AtomicInteger next = new AtomicInteger();
        private final CountDownLatch left;
        private final Queue<S> states = new ConcurrentLinkedQueue<>();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Shared(int pieces, Supplier<S> newState, ObjIntConsumer<S> work) {
            this.pieces = pieces;
            this.newState = newState;
            this.work = work;
            this.left = new CountDownLatch(pieces);
        }

        @Override
        public void run() {
            S state = null;
            for (int piece = next.getAndIncrement(); piece < pieces; piece = next.getAndIncrement()) {
                try {
                    if (state == null) {
                        state = newState.get();
                        states.add(state);
                    }
                    if (failure.get() == null) {
                        work.accept(state, piece);
                    }
                } catch (RuntimeException | Error thrown) {
                    failure.compareAndSet(null, thrown);
                } finally {
                    left.countDown();
                }
            }
        }

        List<S> await() {
            boolean interrupted = false;
            while (true) {
                try {
                    left.await();
                    break;
                } catch (InterruptedException retried) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure.get() instanceof Error error) {
                throw error;
            }
            if (failure.get() instanceof RuntimeException exception) {
                throw exception;
            }
            return new ArrayList<>(states);
        }
    }
}
