package io.remine.state.live;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobSource;
import io.remine.state.blob.ChunkKey;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.GraphBuilder;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Placement;
import io.remine.state.model.Generation;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The index that is searched, and the newest manifest that is to take its place. */
final class IndexState implements AutoCloseable {

    private final Generation generation;
    private final BlobCache cache;
    private final BlobAssembler.Limits limits;
    private final Problems problems;
    private final Placement placement;
    private final Pace pace;
    private final BlobSource paced;
    private final Optional<GraphBuilder> graphs;
    /** Blobs that came after the newest manifest: the next one names them. */
    private final Set<BlobHash> arrived = new HashSet<>();

    private BlobAssembler assembler;
    private Optional<Manifest> newest = Optional.empty();
    private Optional<Manifest> bad = Optional.empty();
    private Optional<Lease<IndexView>> current = Optional.empty();

    /** What the first view is to take over. */
    private Optional<PreparedView> prepared = Optional.empty();

    IndexState(
            Generation generation,
            BlobCache cache,
            BlobAssembler.Limits limits,
            Problems problems,
            Placement placement,
            int approximateAbove,
            Pace pace) {
        this.generation = generation;
        this.cache = cache;
        this.limits = limits;
        this.assembler = new BlobAssembler(cache, limits);
        this.problems = problems;
        this.placement = placement;
        this.pace = pace;
        this.paced = new PacedBlobs(cache, this::giveWay);
        this.graphs = approximateAbove == 0
                ? Optional.empty()
                : Optional.of(
                        new GraphBuilder(approximateAbove, failure -> problems.report(Problem.INTERNAL, failure)));
    }

    /** Takes a record of the topic; errors as in {@link BlobAssembler#accept}. */
    void accept(byte[] key, ByteBuffer value) throws IOException {
        Optional<ChunkKey> chunk = ChunkKey.parse(key);
        if (chunk.isPresent()) {
            assembler.accept(chunk.get(), value).ifPresent(blob -> arrived.add(blob.hash()));
        } else if (Arrays.equals(key, Manifest.key(generation))) {
            acceptManifest(RecordValue.bytes(value));
        } else if (!new String(key, StandardCharsets.UTF_8).startsWith(Manifest.KEY_PREFIX)) {
            throw new CorruptDataException("key '%.100s' on the topic of the index names nothing known"
                    .formatted(new String(key, StandardCharsets.UTF_8)));
        }
    }

    /** Between two pieces of work: what is searched is to be searched as quickly as ever. */
    void giveWay() {
        pace.giveWay(current.map(view -> view.get().isInUse()).orElse(false));
    }

    /** The index that is searched; empty before the first manifest is complete. */
    Optional<Lease<IndexView>> current() {
        return current;
    }

    /**
     * Goes over to the newest manifest, if its segments are here and can be used; else what was searched before stays.
     *
     * @return whether the index has changed
     */
    boolean refresh() {
        if (newest.isEmpty()) {
            closePrepared(); // the topic was emptied, or made anew
            return false;
        }
        if (newest.equals(bad) || isCurrent(newest.get())) {
            return false;
        }
        if (!isComplete(newest.get())) {
            reportEvicted(newest.get());
            return false;
        }
        try {
            IndexView previous = current.map(Lease::get)
                    .or(() -> prepared.flatMap(PreparedView::await))
                    .orElse(null);
            IndexView view = IndexView.build(previous, newest.get(), paced, placement);
            giveWay();
            Lease<IndexView> next = Lease.of(view, view::close);
            graphs.ifPresent(builder -> builder.follow(next));
            current.ifPresent(Lease::close);
            current = Optional.of(next);
            problems.clear(Problem.BAD_INDEX);
            assembler.touch(blobs(newest.get()));
            return true;
        } catch (IOException | RuntimeException e) {
            bad = newest;
            problems.stand(
                    Problem.BAD_INDEX, "manifest %s: %s".formatted(newest.get().id(), e.getMessage()));
            return false;
        } finally {
            closePrepared();
        }
    }

    /** Begins with the view that an earlier life searched, from what the cache holds; returns at once. */
    void prepare(ReadPosition position) {
        position.blobs().forEach(cache::expect);
        prepared = position.shown()
                .filter(manifest -> manifest.generation().equals(generation))
                .map(manifest -> new PreparedView(manifest, cache, placement));
    }

    /** Takes what an earlier life had read for read; before the first record. */
    void resume(ReadPosition position) throws IOException {
        assembler.resume(position.blobs(), position.evicted());
    }

    /** Forgets what was read, for all of it is to be read again. What is searched stays. */
    void startOver() {
        assembler = new BlobAssembler(cache, limits);
        arrived.clear();
        newest = Optional.empty();
        bad = Optional.empty();
    }

    /** The newest manifest that was read; empty before the first. */
    Optional<ManifestId> newest() {
        return newest.map(Manifest::id);
    }

    /** Whether there is a newest manifest, all its blobs are here, and nothing is known against it. */
    boolean isUsable() {
        return newest.isPresent() && !newest.equals(bad) && isComplete(newest.get());
    }

    /**
     * What is needed to go on from the newest manifest.
     *
     * @return empty while it is not what is searched, or blobs are on their way that may have begun before it
     */
    Optional<ReadPosition> position(String topic, long offset, BlobHash manifest) {
        return newest.filter(this::isCurrent)
                .filter(shown -> assembler.hasNoIncomplete())
                .map(shown ->
                        new ReadPosition(topic, offset, manifest, newest, assembler.complete(), assembler.evicted()));
    }

    /** Deletes cached blobs that the topic no longer holds. */
    void deleteUnseen() throws IOException {
        assembler.deleteUnseen();
    }

    /** Deletes cached blobs that no index needs which is searched or is to be, if there are more than there should be. */
    void evict() throws IOException {
        if (assembler.isOverLimit()) {
            Set<BlobHash> needed = new HashSet<>(arrived);
            newest.ifPresent(manifest -> needed.addAll(blobs(manifest)));
            current.ifPresent(view -> needed.addAll(blobs(view.get().manifest())));
            assembler.evict(needed);
        }
    }

    @Override
    public void close() {
        graphs.ifPresent(GraphBuilder::close);
        closePrepared();
        current.ifPresent(Lease::close);
        current = Optional.empty();
    }

    private void closePrepared() {
        prepared.ifPresent(PreparedView::close);
        prepared = Optional.empty();
    }

    private void acceptManifest(byte[] value) throws CorruptDataException {
        if (value == null) {
            newest = Optional.empty(); // what is searched stays
            return;
        }
        Manifest manifest = Manifest.fromJson(value);
        if (!manifest.generation().equals(generation)) {
            throw new CorruptDataException("manifest %s of %s under the key of %s"
                    .formatted(manifest.id(), manifest.generation(), generation));
        }
        if (newest.isPresent() && manifest.id().isBefore(newest.get().id())) {
            problems.report(
                    Problem.STALE_MANIFEST,
                    "manifest %s after %s".formatted(manifest.id(), newest.get().id()));
            return;
        }
        newest = Optional.of(manifest);
        arrived.clear();
    }

    private boolean isCurrent(Manifest manifest) {
        return current.isPresent() && current.get().get().manifest().equals(manifest);
    }

    private boolean isComplete(Manifest manifest) {
        return blobs(manifest).stream().allMatch(cache::contains);
    }

    /** An index job that went back to an older savepoint may name what nobody needed any more. */
    private void reportEvicted(Manifest manifest) {
        Optional<BlobHash> gone =
                blobs(manifest).stream().filter(assembler::isEvicted).findFirst();
        if (gone.isPresent()) {
            bad = newest;
            problems.stand(
                    Problem.BAD_INDEX,
                    "manifest %s: blob %s was deleted when the cache was full; restart to fetch it again, with more room"
                            .formatted(manifest.id(), gone.get()));
        }
    }

    private static Set<BlobHash> blobs(Manifest manifest) {
        return manifest.buckets().stream()
                .flatMap(bucket -> bucket.segments().stream())
                .map(segment -> segment.blob().hash())
                .collect(Collectors.toSet());
    }
}
