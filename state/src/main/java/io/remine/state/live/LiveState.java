package io.remine.state.live;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.index.Placement;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelLog;
import io.remine.state.release.Release;
import io.remine.state.resource.Lease;
import io.remine.state.signing.SignedTopic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything of a live index but the consumer: records in, views out. One thread hands the records in and calls
 * {@link #refresh}; the views that it publishes any thread may lease, without waiting for it.
 */
final class LiveState implements AutoCloseable {

    /** The topic that a record comes from. */
    enum Topic {
        MODELS(SignedTopic.MODELS),
        INDEX(SignedTopic.INDEX),
        RELEASES(SignedTopic.RELEASES);

        private final SignedTopic signed;

        Topic(SignedTopic signed) {
            this.signed = signed;
        }

        /** What signatures call it. */
        SignedTopic signed() {
            return signed;
        }
    }

    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final boolean serveEncoders;
    private final Problems problems = new Problems();
    private final ModelLog models;
    private final IndexState index;
    private final ReleaseState releases;
    private final EncoderState encoders;
    private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();

    /** Guards the fields below, which change in one step; held for that only. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private Optional<Lease<View>> current = Optional.empty();
    private Optional<Release> released = Optional.empty();
    private boolean caughtUp;
    private boolean closed;
    private long views;
    private Progress progress = Progress.NONE;

    /** What the caches keep is this state's; whoever opened them closes them. */
    LiveState(
            Generation generation,
            boolean serveEncoders,
            BlobCache modelBlobs,
            BlobCache indexBlobs,
            BlobAssembler.Limits limits,
            Placement placement,
            int approximateAbove) {
        this.serveEncoders = serveEncoders;
        this.models = new ModelLog(modelBlobs, limits);
        this.index = new IndexState(generation, indexBlobs, limits, problems, placement, approximateAbove);
        this.releases = new ReleaseState(generation, problems);
        this.encoders = new EncoderState(generation, models, problems, placement.device());
    }

    /**
     * Takes a record. One that is bad is counted and changes nothing.
     *
     * @return whether it was taken; if not, the disk refused it, and it is to be handed in again
     */
    boolean accept(Topic topic, byte[] key, byte[] value) {
        try {
            if (key == null) {
                throw new CorruptDataException("record without a key on the topic of " + topic);
            }
            switch (topic) {
                case MODELS -> models.accept(key, value);
                case INDEX -> index.accept(key, value);
                case RELEASES -> releases.accept(key, value);
            }
        } catch (CorruptDataException e) {
            problems.report(Problem.MALFORMED_RECORD, e.getMessage());
        } catch (IOException e) {
            problems.stand(Problem.STORAGE, "%s; make room or mend the disk, it is tried again".formatted(e));
            return false;
        } catch (RuntimeException e) {
            problems.report(Problem.INTERNAL, "record on the topic of %s: %s".formatted(topic, e));
        }
        problems.clear(Problem.STORAGE);
        count(key, value);
        return true;
    }

    /** So many offsets of those that were there at the beginning lie behind. */
    void progressed(long offsets, long ofOffsets) {
        Progress now = locked(() -> {
            progress = new Progress(progress.recordsRead(), progress.bytesRead(), offsets, ofOffsets);
            return progress;
        });
        listeners.forEach(listener -> notify(listener, () -> listener.onProgress(now)));
    }

    /** Everything that was there at the beginning has been read: from now on views are published. */
    void caughtUp() {
        try {
            models.deleteUnseen();
            index.deleteUnseen();
        } catch (IOException e) {
            problems.report(Problem.STORAGE, e.toString());
        }
        locked(() -> {
            released = releases.wanted(); // whoever sees that it has caught up sees what is released
            caughtUp = true;
            return released;
        });
    }

    /** Forgets what was read of the index, for all of it is to be read again: what is searched stays until that is done. */
    void startOver() {
        index.startOver();
        locked(() -> caughtUp = false);
    }

    /** The index, for the thread that hands in records. */
    IndexState index() {
        return index;
    }

    /** Publishes a new view if what was read since the last call makes one. */
    void refresh() {
        boolean serving = locked(() -> {
            released = releases.wanted();
            return caughtUp;
        });
        if (serving) {
            advance();
            evict();
        }
        signal();
    }

    /** The newest view, to be closed by the caller; empty before the first. */
    Optional<Lease<View>> lease() {
        return locked(() -> current.map(Lease::share));
    }

    /**
     * The newest view, to be closed by the caller, once it is as new as wanted.
     *
     * @throws BehindException if it is not after so long
     * @throws IllegalStateException if this is closed
     */
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

    /** Calls the listener in the thread that hands in records and refreshes. */
    void addListener(LiveListener listener) {
        listeners.add(listener);
    }

    /** The same, of views only. */
    void addListener(Consumer<View> listener) {
        addListener(new LiveListener() {
            @Override
            public void onView(View view) {
                listener.accept(view);
            }
        });
    }

    ModelLog models() {
        return models;
    }

    Problems problems() {
        return problems;
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

    /** Waits until something that a refresh brings about is so; says whether it is. */
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

    @Override
    public void close() {
        locked(() -> {
            closed = true;
            current.ifPresent(Lease::close);
            current = Optional.empty();
            return current;
        });
        signal(); // whoever waits need not wait longer
        index.close();
        encoders.close();
    }

    private void evict() {
        try {
            index.evict();
        } catch (IOException e) {
            problems.report(Problem.STORAGE, e.toString());
        }
    }

    private void advance() {
        boolean indexChanged = index.refresh();
        boolean encodersChanged = serveEncoders && encoders.refresh(releases.wanted());
        boolean complete = index.current().isPresent()
                && (!serveEncoders || encoders.current().isPresent());
        if (complete && (indexChanged || encodersChanged) && fits()) {
            publish();
        }
    }

    /** Whether index and encoders are of one generation, as their vectors show. */
    private boolean fits() {
        int dimension = index.current().orElseThrow().get().manifest().dimension();
        Optional<Encoder> control = encoders.current().map(lease -> lease.get().control());
        if (control.isEmpty() || control.get().config().hidden() == dimension) {
            return true;
        }
        problems.stand(
                Problem.BAD_INDEX,
                "index of dimension %d, encoder of %d"
                        .formatted(dimension, control.get().config().hidden()));
        return false;
    }

    private void publish() {
        Lease<IndexView> ofIndex = index.current().orElseThrow().share();
        Optional<Lease<Encoders>> ofEncoders = encoders.current().map(Lease::share);
        View view = new View(ofIndex.get(), ofEncoders.map(Lease::get));
        Lease<View> next = Lease.of(view, () -> {
            ofIndex.close();
            ofEncoders.ifPresent(Lease::close);
        });
        Optional<Lease<View>> before = locked(() -> {
            Optional<Lease<View>> replaced = current;
            current = Optional.of(next);
            views++;
            return replaced;
        });
        before.ifPresent(Lease::close);
        listeners.forEach(listener -> notify(listener, () -> listener.onView(view)));
    }

    private void notify(LiveListener listener, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            problems.report(Problem.INTERNAL, "listener %s: %s".formatted(listener, e));
        }
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

    private void count(byte[] key, byte[] value) {
        locked(() -> {
            long bytes = (key == null ? 0L : key.length) + (value == null ? 0L : value.length);
            progress = new Progress(
                    progress.recordsRead() + 1, progress.bytesRead() + bytes, progress.offsets(), progress.ofOffsets());
            return progress;
        });
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
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
