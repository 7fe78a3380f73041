/**
 * From the workers' progress to the next base: {@link io.remine.operators.merging.SliceMerge} says what is added,
 * {@link io.remine.operators.merging.MergeOperator} keeps the base by slice and writes updates to {@code models}. Knows
 * nothing of versions; which slices make one is the publisher's business.
 */
package io.remine.operators.merging;
