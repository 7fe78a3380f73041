package io.remine.state.live;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.release.Release;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Which version is to serve, as far as the topic {@code releases} was read: what is pinned, else what the gate released. */
final class ReleaseState {

    private final Generation generation;
    private final Problems problems;
    private Optional<Release> live = Optional.empty();
    private Optional<Release> pin = Optional.empty();

    ReleaseState(Generation generation, Problems problems) {
        this.generation = generation;
        this.problems = problems;
    }

    /**
     * Takes a record of the topic.
     *
     * @throws CorruptDataException if it is no release of this generation; what was released before stays
     */
    void accept(byte[] key, byte[] value) throws CorruptDataException {
        Optional<Release> release = value == null ? Optional.empty() : Optional.of(Release.fromJson(value));
        if (release.isPresent() && !release.get().generation().equals(generation)) {
            throw new CorruptDataException("release of %s, this reader serves %s; restart it on that generation"
                    .formatted(release.get().generation(), generation));
        }
        switch (new String(key, StandardCharsets.UTF_8)) {
            case Release.LIVE_KEY -> {
                if (release.isEmpty() || isNewEnough(release.get())) {
                    live = release;
                }
            }
            case Release.PIN_KEY -> pin = release;
            default ->
                throw new CorruptDataException("key '%.100s' on the topic of releases, must be %s or %s"
                        .formatted(new String(key, StandardCharsets.UTF_8), Release.LIVE_KEY, Release.PIN_KEY));
        }
    }

    /** The gate goes forward in a timeline; back goes who pins. */
    private boolean isNewEnough(Release release) {
        Optional<ModelVersion> before = live.flatMap(Release::version);
        if (before.isEmpty() || release.version().isEmpty()) {
            return true;
        }
        ModelVersion known = before.get();
        ModelVersion version = release.version().get();
        if (known.timeline().equals(version.timeline()) && known.checkpoint() > version.checkpoint()) {
            problems.report(
                    Problem.STALE_RELEASE,
                    "version %s under '%s' after %s; `remine release` pins one"
                            .formatted(version, Release.LIVE_KEY, known));
            return false;
        }
        return true;
    }

    /** Empty if nothing was ever released: the generation's first encoder serves. */
    Optional<Release> wanted() {
        return pin.or(() -> live);
    }
}
