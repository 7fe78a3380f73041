package io.remine.state.live;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.RecordValue;
import io.remine.state.index.ManifestId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a restart go on at the manifest that was searched last, instead of at the beginning of the index's topic. What was kept
 * for that is believed only if it fits: the topic must still hold this manifest there, which is read from it like any other
 * record, signature and all, and the cache every blob that the newest one names, verified when it is read. Else everything
 * is read, as without it. For the thread that follows.
 */
final class Resumption {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final PositionFile file;
    private final String topic;
    private final LiveState state;

    /** What an earlier life has kept of this topic. */
    private Optional<ReadPosition> last = Optional.empty();

    /** Where this life went on; empty if it began at the beginning. */
    private Optional<ReadPosition> begun = Optional.empty();

    /** Whether the manifest was found there. */
    private boolean found;

    /** The newest manifest, and where it was read. */
    private Optional<Place> newest = Optional.empty();

    private Optional<Place> kept = Optional.empty();

    private record Place(ManifestId id, long offset, BlobHash value) {}

    /** @param topic the name of the index's topic */
    Resumption(PositionFile file, String topic, LiveState state) {
        this.file = file;
        this.topic = topic;
        this.state = state;
    }

    /** Reads what was kept, and begins with what needs no broker; before {@link #begin}. */
    void prepare() {
        last = file.read().filter(position -> position.topic().equals(topic));
        last.ifPresent(state.index()::prepare);
    }

    /**
     * Where to begin, if not at the beginning.
     *
     * @param start the first offset that the topic has
     * @param end the offset after its last
     */
    OptionalLong begin(long start, long end) {
        Optional<ReadPosition> fitting = last.filter(position -> position.offset() >= start && position.offset() < end);
        if (fitting.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            state.index().resume(fitting.get());
        } catch (IOException e) {
            state.problems().report(Problem.STORAGE, e.toString());
            state.index().startOver();
            return OptionalLong.empty();
        }
        begun = fitting;
        LOG.info(
                "Goes on at offset {} of topic {}, the last being {}",
                fitting.get().offset(),
                topic,
                end - 1);
        return OptionalLong.of(fitting.get().offset());
    }

    /** Notes a record of the index that was taken. */
    void taken(long offset, ByteBuffer value) {
        Optional<ManifestId> now = state.index().newest();
        if (now.isEmpty() || value == null || now.equals(newest.map(Place::id))) {
            return;
        }
        newest = Optional.of(new Place(now.get(), offset, BlobHash.of(RecordValue.bytes(value))));
        found |= begun.filter(position -> position.offset() == offset
                        && position.manifest().equals(newest.get().value()))
                .isPresent();
    }

    /** Whether, with everything read, nothing speaks against having gone on there. */
    boolean holds() {
        return begun.isEmpty() || (found && state.index().isUsable());
    }

    /** Forgets what was kept and what was read. */
    void giveUp() {
        LOG.warn("Topic {} or the cache is not what it was: all of the topic is read", topic);
        begun = Optional.empty();
        newest = Optional.empty();
        kept = Optional.empty();
        state.startOver();
        try {
            file.delete();
        } catch (IOException e) {
            state.problems().report(Problem.STORAGE, e.toString());
        }
    }

    /** Keeps where the next life may go on, once for each manifest that is searched. */
    void keep() {
        if (newest.isEmpty() || newest.equals(kept)) {
            return;
        }
        Place place = newest.get();
        Optional<ReadPosition> position = state.index().position(topic, place.offset(), place.value());
        if (position.isEmpty()) {
            return;
        }
        kept = newest;
        try {
            file.write(position.get());
        } catch (IOException e) {
            state.problems().report(Problem.STORAGE, e.toString());
        }
    }
}
