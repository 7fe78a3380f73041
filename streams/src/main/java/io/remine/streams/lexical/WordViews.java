package io.remine.streams.lexical;

import io.remine.state.index.Manifest;
import io.remine.state.live.AtLeast;
import io.remine.state.live.BehindException;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.View;
import io.remine.state.resource.Lease;
import io.remine.state.resource.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a live index with an index of words. A new view of the live index is searched by vectors at once; the words of what
 * changed in it are indexed after that, in a thread of its own, and until they are, searches by words see the view before.
 * Views that pass meanwhile are left out.
 */
public final class WordViews implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WordViews.class);

    private final LiveIndex live;
    private final Semaphore changes = new Semaphore(1); // there may be a view already
    private final Thread thread = new Thread(this::follow, "word-views");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition swapped = lock.newCondition();
    private Optional<Lease<WordView>> current = Optional.empty();
    private Optional<Lease<WordIndex>> words = Optional.empty(); // of the thread alone
    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean closed;

    private WordViews(LiveIndex live) {
        this.live = live;
    }

    /** Begins to follow; the live index stays the caller's, and is closed after this. */
    public static WordViews follow(LiveIndex live) {
        WordViews views = new WordViews(live);
        live.addListener(view -> views.changes.release());
        views.thread.setDaemon(true);
        views.thread.start();
        return views;
    }

    /** The newest view whose words are indexed, to be closed by the caller; empty before the first. */
    public Optional<Lease<WordView>> lease() {
        lock.lock();
        try {
            return current.map(Lease::share);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same, once it is as new as wanted.
     *
     * @throws BehindException if there is none after so long; its message says why
     */
    public Lease<WordView> lease(List<AtLeast> wanted, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        try (Lease<View> newest = live.lease(wanted, patience)) {
            lock.lockInterruptibly();
            try {
                while (!isMet(wanted)) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        throw new BehindException(
                                "manifest %s is searched, its words are not indexed yet, after %s; wait longer, or ask for mode=dense"
                                        .formatted(newest.get().manifest(), patience));
                    }
                    swapped.awaitNanos(left);
                }
                return current.orElseThrow().share();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Why the words of the newest view are not indexed; empty if all is well. */
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() {
        closed = true;
        changes.release();
        Threads.joinUninterruptibly(thread);
        swap(Optional.empty());
        words.ifPresent(Lease::close);
    }

    private boolean isMet(List<AtLeast> wanted) {
        return current.isPresent()
                && wanted.stream()
                        .allMatch(each -> each.isMetBy(current.get().get().view(), live.models()));
    }

    private void follow() {
        while (!closed) {
            changes.acquireUninterruptibly();
            changes.drainPermits();
            Lease<View> view = closed ? null : live.lease().orElse(null);
            if (view != null) {
                refresh(view);
            }
        }
    }

    private void refresh(Lease<View> view) {
        try {
            indexWords(view.get());
            Lease<WordIndex> own = words.orElseThrow().share();
            swap(Optional.of(Lease.of(new WordView(view.get(), own.get()), () -> {
                own.close();
                view.close();
            })));
            problem = Optional.empty();
        } catch (IOException | RuntimeException e) {
            view.close();
            problem = Optional.of("the words of the newest view are not indexed: " + e);
            LOG.error("The words of a view are not indexed, those of the one before stay", e);
        }
    }

    /** What is there already is kept where only the encoder is new. */
    private void indexWords(View view) throws IOException {
        Manifest wanted = view.index().manifest();
        WordIndex before = words.map(Lease::get).orElse(null);
        if (before != null && before.manifest().equals(wanted)) {
            return;
        }
        long begin = System.nanoTime();
        WordIndex next = WordIndex.build(before, view.index());
        words.ifPresent(Lease::close);
        words = Optional.of(Lease.of(next, next::close));
        LOG.debug(
                "The words of manifest {} took {} ms",
                wanted.id(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private void swap(Optional<Lease<WordView>> next) {
        Optional<Lease<WordView>> before;
        lock.lock();
        try {
            before = current;
            current = next;
            swapped.signalAll();
        } finally {
            lock.unlock();
        }
        before.ifPresent(Lease::close);
    }
}
