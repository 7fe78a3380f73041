package io.remine.operators.training;

/**
 * Progress that a worker has handed in and not yet seen in a version.
 *
 * @param round the checkpoint at whose barrier it was handed in
 * @param values one per parameter, in the worker's {@link Arithmetic}; read-only, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // a part of the worker's state, never compared
record PendingProgress(long round, int[] values) {

    PendingProgress {
        if (round < 1) {
            throw new IllegalArgumentException("round " + round + ", must be at least 1");
        }
    }
}
