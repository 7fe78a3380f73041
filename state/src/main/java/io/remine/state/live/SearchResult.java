package io.remine.state.live;

import io.remine.state.index.ManifestId;
import io.remine.state.model.ModelVersion;
import io.remine.state.record.DocumentId;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a query, and what gave it.
 *
 * @param hits the best first
 * @param version of the encoder; absent for the generation's first encoder
 * @param manifest the index that was searched
 * @param exact whether no better document can have been missed; scores are exact in any case
 */
public record SearchResult(List<Hit> hits, Optional<ModelVersion> version, ManifestId manifest, boolean exact) {

    /**
     * A document found.
     *
     * @param text empty if the index keeps no texts
     * @param score inner product of the unit vectors, -1 to 1
     */
    public record Hit(DocumentId id, String text, float score) {}

    public SearchResult {
        hits = List.copyOf(hits);
    }
}
