package io.remine.operators.publishing;

import io.remine.operators.merging.MergedSlice;
import io.remine.operators.training.RoundSummary;
import io.remine.state.lineage.InputOffsets;

/** What the publisher is told, as one type so that one input carries all of it. */
public sealed interface PublishInput {

    /** By a merger: a slice of the base has changed. */
    record Slice(MergedSlice merged) implements PublishInput {}

    /** By a worker: what it did in a round. */
    record Round(RoundSummary summary) implements PublishInput {}

    /** By an intake: how far it has read. */
    record Offsets(InputOffsets offsets) implements PublishInput {}
}
