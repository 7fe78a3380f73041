/**
 * From the merged slices, the workers' summaries and the input offsets of a checkpoint to one record that closes a version:
 * {@link io.remine.operators.publishing.VersionLedger} is the bookkeeping,
 * {@link io.remine.operators.publishing.PublishOperator} the subtask that does it. Also deletes what no reader needs any
 * more. Knows no parameter, only the hashes of blobs.
 */
package io.remine.operators.publishing;
