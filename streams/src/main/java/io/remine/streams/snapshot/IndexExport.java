package io.remine.streams.snapshot;

import io.remine.state.index.Segment;
import java.io.Closeable;
import java.io.IOException;

/** Takes the documents of an index, one after the other, and writes them as another system reads them. */
interface IndexExport extends Closeable {

    void add(Segment.Row row) throws IOException;

    /** Completes the files. */
    @Override
    void close() throws IOException;
}
