package io.remine.operators.indexing;

import java.util.Set;
import java.util.TreeSet;

/** What has changed in a bucket since its last segment. */
final class DirtyBucket {

    private final TreeSet<String> ids = new TreeSet<>();
    private int moreDocuments;

    /** This document's row or deletion must be written. */
    void touch(String id) {
        ids.add(id);
    }

    /** One live document more or, if negative, less. */
    void count(int more) {
        moreDocuments += more;
    }

    /** In their order, so that equal changes make equal segments. */
    Set<String> ids() {
        return ids;
    }

    int moreDocuments() {
        return moreDocuments;
    }
}
