package io.remine.state.live;

import io.remine.state.encoder.Encoder;
import io.remine.state.index.IndexView;
import io.remine.state.index.ManifestId;
import io.remine.state.model.ModelVersion;
import java.util.List;
import java.util.Optional;

/**
 * One index and the encoders that go with it: what a search sees from beginning to end. Valid while its lease is held.
 *
 * @param encoders empty if this live index serves no encoders
 */
public record View(IndexView index, Optional<Encoders> encoders) {

    /** Which index this is. */
    public ManifestId manifest() {
        return index.manifest().id();
    }

    /** The version of {@link #live}; absent for the generation's first encoder. */
    public Optional<ModelVersion> version() {
        return encoders.flatMap(Encoders::version);
    }

    /** The encoder of the released version. */
    public Encoder live() {
        return served().live();
    }

    /** The generation's first encoder. */
    public Encoder control() {
        return served().control();
    }

    /**
     * The best documents for each request, by the encoder that serves; the queries are encoded in one batch. How new this view
     * is to be does not matter any more.
     */
    public List<SearchResult> search(List<SearchRequest> requests) {
        return ViewSearch.live(this, requests);
    }

    /** {@link #search} by the generation's first encoder, for comparison. */
    public List<SearchResult> searchControl(List<SearchRequest> requests) {
        return ViewSearch.control(this, requests);
    }

    private Encoders served() {
        return encoders.orElseThrow(
                () -> new IllegalStateException("this live index serves no encoders; open it with serveEncoders"));
    }
}
