package io.remine.streams.demo;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.TimelineId;
import io.remine.state.model.VersionMetrics;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import java.util.List;
import java.util.Optional;

/** What a training job publishes of its versions. */
final class Versions {

    private static final TimelineId TIMELINE = new TimelineId("t");

    private Versions() {}

    /** Of timeline {@code t}, trained on the clicks before offset {@code next} but for those it holds. */
    static VersionRecord version(long checkpoint, long next, List<InputPosition> held, long millis) {
        return new VersionRecord(
                new ModelVersion(TIMELINE, checkpoint),
                Optional.empty(),
                Ancestry.fresh(TIMELINE),
                Generation.FIRST,
                Lineage.NONE,
                InputOffsets.NONE.through(new InputPosition("clicks", 0, next - 1)),
                held,
                new SliceLayout(1, 16),
                List.of(new VersionSlice(
                        0,
                        List.of(new BlobRef(BlobHash.of(new byte[] {1}), 1)),
                        Optional.empty(),
                        new ParameterHash("00".repeat(32)))),
                VersionMetrics.NONE,
                millis);
    }
}
