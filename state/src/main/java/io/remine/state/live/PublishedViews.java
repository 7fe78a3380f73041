package io.remine.state.live;

import io.remine.state.model.ModelLog;
import io.remine.state.release.Release;
import io.remine.state.resource.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What any thread may see of a live state, and wait for: the newest view, and how far the topics were read. It changes in single
 * steps, under a lock that is held for these only.
 */
final class PublishedViews implements AutoCloseable {

    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ModelLog models;
    private final Problems problems;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<Lease<View>> current = Optional.empty();
    private Optional<Release> released = Optional.empty();
    private boolean caughtUp;
    private boolean closed;
    private long views;
    private Progress progress = Progress.NONE;

    /** @param models say which version descends from which */
    PublishedViews(ModelLog models, Problems problems) {
        this.models = models;
        this.problems = problems;
    }

    /** A record of so many bytes was taken. */
    void counted(long bytes) {
        locked(() -> {
            progress = new Progress(
                    progress.recordsRead() + 1, progress.bytesRead() + bytes, progress.offsets(), progress.ofOffsets());
            return progress;
        });
    }

    /** So many offsets of those that were there at the beginning lie behind. */
    Progress progressed(long offsets, long ofOffsets) {
        return locked(() -> {
            progress = new Progress(progress.recordsRead(), progress.bytesRead(), offsets, ofOffsets);
            return progress;
        });
    }

    /** Everything that was there at the beginning has been read; whoever sees that sees what is released. */
    void caughtUp(Optional<Release> release) {
        locked(() -> {
            released = release;
            caughtUp = true;
            return released;
        });
    }

    /** All is to be read again. */
    void startedOver() {
        locked(() -> caughtUp = false);
    }

    /** What is released now; says whether it has caught up. */
    boolean released(Optional<Release> release) {
        return locked(() -> {
            released = release;
            return caughtUp;
        });
    }

    /** Takes over the lease of the view that is the newest from now on. */
    void publish(Lease<View> next) {
        Optional<Lease<View>> before = locked(() -> {
            Optional<Lease<View>> replaced = current;
            current = Optional.of(next);
            views++;
            return replaced;
        });
        before.ifPresent(Lease::close);
    }

    /** As {@link LiveState#lease()}. */
    Optional<Lease<View>> lease() {
        return locked(() -> current.map(Lease::share));
    }

    /** As {@link LiveState#lease(List, Duration)}. */
    Lease<View> lease(List<AtLeast> wanted, Duration patience) throws InterruptedException {
        AtomicReference<Lease<View>> leased = new AtomicReference<>();
        boolean found = await(
                () -> {
                    checkOpen();
                    current.filter(lease ->
                                    missing(wanted, Optional.of(lease.get())).isEmpty())
                            .ifPresent(lease -> leased.set(lease.share()));
                    return leased.get() != null;
                },
                patience);
        if (!found) {
            throw behind(wanted, patience);
        }
        return leased.get();
    }

    /** Waits until something is so that is signalled when it changes; says whether it is. */
    boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(Math.min(left, LONGEST_WAIT_NANOS)); // problems give no signal
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Has those who wait look again. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Status status() {
        return locked(() -> {
            Optional<View> view = current.map(Lease::get);
            return new Status(
                    caughtUp,
                    progress,
                    health(),
                    view.map(View::manifest),
                    view.map(shown -> (long) shown.index().rows()).orElse(0L),
                    views,
                    view.flatMap(View::version),
                    released.flatMap(Release::version),
                    problems.counts(),
                    problems.last());
        });
    }

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            current.ifPresent(Lease::close);
            current = Optional.empty();
            return current;
        });
        signal(); // whoever waits need not wait longer
    }

    private Optional<AtLeast> missing(List<AtLeast> wanted, Optional<View> view) {
        return wanted.stream()
                .filter(each -> view.isEmpty() || !each.isMetBy(view.get(), models))
                .findFirst();
    }

    private BehindException behind(List<AtLeast> wanted, Duration patience) {
        return locked(() -> {
            Optional<View> view = current.map(Lease::get);
            String what =
                    missing(wanted, view).map(each -> each.missing(view)).orElse("there is no index to search yet");
            return new BehindException("%s, after %s; %s".formatted(what, patience, explanation()));
        });
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this live index is closed; open another one");
        }
    }

    private Health health() {
        if (closed) {
            return new Health(Health.Condition.CLOSED, "it was closed");
        }
        if (current.isEmpty()) {
            return new Health(Health.Condition.STARTING, explanation());
        }
        return problems.standing()
                .map(reason -> new Health(Health.Condition.IMPAIRED, reason))
                .orElse(new Health(Health.Condition.SERVING, ""));
    }

    /** Why there is no newer view, in a sentence. */
    private String explanation() {
        Optional<String> standing = problems.standing();
        if (standing.isPresent()) {
            return standing.get();
        }
        return caughtUp
                ? "everything published has been read, nothing that makes a newer view was among it"
                : "%d of %d offsets have been read".formatted(progress.offsets(), progress.ofOffsets());
    }

    private <T> T locked(Supplier<T> body) {
        lock.lock();
        try {
            return body.get();
        } finally {
            lock.unlock();
        }
    }
}
