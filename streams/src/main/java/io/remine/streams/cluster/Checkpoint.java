package io.remine.streams.cluster;

import java.util.Optional;

/**
 * One checkpoint or savepoint of a job, as the cluster remembers it.
 *
 * @param id counts up within a job, with gaps
 * @param durationMillis from the trigger to the last acknowledgement
 * @param path where it lies, if it was completed and kept
 */
public record Checkpoint(long id, boolean completed, boolean savepoint, long durationMillis, Optional<String> path) {}
