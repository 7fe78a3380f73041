package io.remine.state.live;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.model.ModelLog;
import io.remine.state.resource.Lease;
import io.remine.state.signing.SignedTopic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

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

    private final boolean serveEncoders;
    private final Problems problems = new Problems();
    private final ModelLog models;
    private final IndexState index;
    private final ReleaseState releases;
    private final EncoderState encoders;
    private final List<LiveListener> listeners = new CopyOnWriteArrayList<>();
    private final PublishedViews published;

    /** What the caches keep is this state's; whoever opened them closes them. */
    LiveState(LiveIndexOptions options, LiveCaches caches) {
        BlobAssembler.Limits limits =
                new BlobAssembler.Limits(options.maxBlobBytes(), Blobs.MAX_BLOB_BYTES, options.maxCacheBytes());
        this.serveEncoders = options.serveEncoders();
        this.models = new ModelLog(caches.models(), limits);
        this.published = new PublishedViews(models, problems);
        this.index = new IndexState(
                options.generation(),
                caches.index(),
                limits,
                problems,
                options.placement(),
                options.approximateAbove(),
                Pace.ofThread());
        this.releases = new ReleaseState(options.generation(), problems);
        this.encoders = new EncoderState(
                options.generation(), models, problems, options.placement().device());
    }

    /**
     * Takes a record. One that is bad is counted and changes nothing.
     *
     * @param value never to be changed again; null deletes
     * @return whether it was taken; if not, the disk refused it, and it is to be handed in again
     */
    boolean accept(Topic topic, byte[] key, ByteBuffer value) {
        try {
            if (key == null) {
                throw new CorruptDataException("record without a key on the topic of " + topic);
            }
            switch (topic) {
                case MODELS -> models.accept(key, value);
                case INDEX -> index.accept(key, value);
                case RELEASES -> releases.accept(key, RecordValue.bytes(value));
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
        index.giveWay();
        published.counted((key == null ? 0L : key.length) + (value == null ? 0L : value.remaining()));
        return true;
    }

    /** So many offsets of those that were there at the beginning lie behind. */
    void progressed(long offsets, long ofOffsets) {
        Progress now = published.progressed(offsets, ofOffsets);
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
        published.caughtUp(releases.wanted());
    }

    /** Forgets what was read of the index, for all of it is to be read again: what is searched stays until that is done. */
    void startOver() {
        index.startOver();
        published.startedOver();
    }

    /** The index, for the thread that hands in records. */
    IndexState index() {
        return index;
    }

    /** Publishes a new view if what was read since the last call makes one. */
    void refresh() {
        if (published.released(releases.wanted())) {
            advance();
            evict();
        }
        published.signal();
    }

    /** The newest view, to be closed by the caller; empty before the first. */
    Optional<Lease<View>> lease() {
        return published.lease();
    }

    /**
     * The newest view, to be closed by the caller, once it is as new as wanted.
     *
     * @throws BehindException if it is not after so long
     * @throws IllegalStateException if this is closed
     */
    Lease<View> lease(List<AtLeast> wanted, Duration patience) throws InterruptedException {
        return published.lease(wanted, patience);
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
        return published.status();
    }

    /** Waits until something that a refresh brings about is so; says whether it is. */
    boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        return published.await(condition, timeout);
    }

    @Override
    public void close() {
        published.close();
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
        published.publish(next);
        listeners.forEach(listener -> notify(listener, () -> listener.onView(view)));
    }

    private void notify(LiveListener listener, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            problems.report(Problem.INTERNAL, "listener %s: %s".formatted(listener, e));
        }
    }
}
