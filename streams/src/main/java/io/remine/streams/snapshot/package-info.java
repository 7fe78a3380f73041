/**
 * The index as the topic holds it at this moment, for commands that look once: read whole into files, verified, then gone
 * through bucket by bucket. In: the topic {@code index}. Out: a report, or the files of another system.
 */
package io.remine.streams.snapshot;
