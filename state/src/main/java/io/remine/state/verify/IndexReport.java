package io.remine.state.verify;

import io.remine.state.index.Manifest;
import java.util.List;

/**
 * What a topic's content is, and what is wrong with it.
 *
 * @param records with a key, read
 * @param bytes of their keys and values
 * @param blobs that are whole
 * @param manifests the newest of each generation
 */
public record IndexReport(long records, long bytes, long blobs, List<Manifest> manifests, Findings findings) {

    public IndexReport {
        manifests = List.copyOf(manifests);
    }

    /** Whether a reader can follow and trust all of it. */
    public boolean isGood() {
        return findings.errors() == 0;
    }
}
