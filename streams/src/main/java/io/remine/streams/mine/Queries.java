package io.remine.streams.mine;

import java.io.IOException;
import java.util.function.Consumer;

/** Queries that are read one after the other, and never all held. */
interface Queries {

    /** Gives each query, in order, as it is read. */
    void forEach(Consumer<AskedQuery> each) throws IOException;
}
