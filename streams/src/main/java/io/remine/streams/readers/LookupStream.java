package io.remine.streams.readers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the readers look up, one after the other without an end: all lookups once, then again in another order. */
public final class LookupStream {

    private final List<Lookup> lookups;
    private final Random random;
    private int next;

    LookupStream(List<Lookup> lookups, Random random) {
        if (lookups.isEmpty()) {
            throw new IllegalArgumentException("no lookups to read; ask for more documents");
        }
        this.lookups = new ArrayList<>(lookups);
        this.random = random;
    }

    public Lookup next() {
        if (next == lookups.size()) {
            Collections.shuffle(lookups, random);
            next = 0;
        }
        return lookups.get(next++);
    }
}
