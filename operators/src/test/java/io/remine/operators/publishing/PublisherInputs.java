package io.remine.operators.publishing;

import io.remine.operators.merging.MergedSlice;
import io.remine.operators.training.RoundSummary;
import io.remine.state.blob.BlobRef;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.ParameterHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a publisher is told, for tests. */
final class PublisherInputs {

    private PublisherInputs() {}

    /** A merged slice whose blobs are named after round and slice. */
    static PublishInput slice(long round, int slice, boolean full) {
        return new PublishInput.Slice(new MergedSlice(
                round,
                slice,
                update(round, slice),
                full ? Optional.of(fullCopy(round, slice)) : Optional.empty(),
                ParameterHash.ofSlice(new float[] {round, slice})));
    }

    static BlobRef update(long round, int slice) {
        return BlobRef.of(("update " + round + " " + slice).getBytes(StandardCharsets.UTF_8));
    }

    static BlobRef fullCopy(long round, int slice) {
        return BlobRef.of(("full " + round + " " + slice).getBytes(StandardCharsets.UTF_8));
    }

    /** A round of so many examples, all ranked first, of which a quarter was sampled and half as well ranked by the control. */
    static PublishInput round(int worker, long round, long examples, InputPosition... held) {
        long sampled = examples / 4;
        return round(
                worker,
                round,
                examples,
                new Prequential(examples, examples, sampled, sampled, 0.5 * sampled, 0.25 * sampled, 0.125 * sampled),
                held);
    }

    static PublishInput round(int worker, long round, long examples, Prequential prequential, InputPosition... held) {
        return new PublishInput.Round(new RoundSummary(
                worker,
                round,
                new Lineage(examples, 1000 * examples),
                prequential,
                List.of(held),
                3.0,
                4,
                1,
                worker * 1e-7f));
    }

    static PublishInput read(int partition, long throughOffset) {
        return new PublishInput.Offsets(InputOffsets.NONE.through(position(partition, throughOffset)));
    }

    static InputPosition position(int partition, long offset) {
        return new InputPosition("examples", partition, offset);
    }
}
