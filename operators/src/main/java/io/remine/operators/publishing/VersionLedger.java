package io.remine.operators.publishing;

import io.remine.operators.merging.MergedSlice;
import io.remine.operators.training.RoundSummary;
import io.remine.state.blob.BlobRef;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.VersionMetrics;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The publisher's bookkeeping: takes in what mergers, workers and intakes say, and closes versions. Between two versions a
 * slice may change more than once, because checkpoints are aborted; all its updates then belong to the next version.
 */
final class VersionLedger {

    private final SliceLayout layout;
    private final long windowExamples;

    private final Ancestry ancestry;
    private final Generation generation;
    private final SortedMap<Integer, List<InputPosition>> held;
    private final Deque<Prequential> window;
    private final SortedMap<Integer, List<MergedSlice>> merged = new TreeMap<>();

    private Optional<ModelVersion> last;
    private Lineage lineage;
    private InputOffsets offsets;
    private RoundTotals since;
    private List<RetainedVersion> retained;

    /**
     * @param windowExamples how many of the last examples the metrics of a version cover, at least; whole rounds
     */
    VersionLedger(LedgerState state, SliceLayout layout, long windowExamples) {
        this.layout = layout;
        this.windowExamples = windowExamples;
        this.ancestry = state.ancestry();
        this.generation = state.generation();
        this.held = new TreeMap<>(state.held());
        this.window = new ArrayDeque<>(state.window());
        this.last = state.last();
        this.lineage = state.lineage();
        this.offsets = state.offsets();
        this.since = state.since();
        this.retained = state.retained();
    }

    void accept(PublishInput input) {
        if (input instanceof PublishInput.Slice slice) {
            accept(slice.merged());
        } else if (input instanceof PublishInput.Round round) {
            accept(round.summary());
        } else if (input instanceof PublishInput.Offsets read) {
            offsets = offsets.merge(read.offsets());
        }
    }

    private void accept(MergedSlice slice) {
        if (slice.slice() >= layout.slices()) {
            throw new IllegalArgumentException(
                    "slice %d merged, the layout has %d; merger and publisher must share a layout"
                            .formatted(slice.slice(), layout.slices()));
        }
        merged.computeIfAbsent(slice.slice(), number -> new ArrayList<>()).add(slice);
    }

    private void accept(RoundSummary summary) {
        lineage = lineage.plus(summary.trained());
        since = since.plus(summary);
        held.put(summary.worker(), summary.held());
    }

    /**
     * Closes a version; empty if nothing has been merged since the one before.
     *
     * @param released versions that serve, and must stay readable
     * @throws IllegalStateException if only some slices have been merged
     */
    Optional<Publication> close(Collection<ModelVersion> released, long nowMillis) {
        if (merged.isEmpty()) {
            return Optional.empty();
        }
        checkWhole();
        advanceWindow();
        VersionRecord version = record(nowMillis);
        EvaluationRecord evaluation = new EvaluationRecord(
                version.version(),
                generation,
                lineage,
                since.prequential(),
                windowTotal(),
                since.loss(),
                since.allSteps(),
                since.skippedSteps(),
                since.driftFromBase(),
                nowMillis);
        last = Optional.of(version.version());
        since = RoundTotals.NONE;
        List<RetainedVersion> versions = retainedAnd(version);
        merged.clear();
        List<RetainedVersion> deleted = Retention.superfluous(versions, released);
        retained = versions.stream().filter(one -> !deleted.contains(one)).toList();
        return Optional.of(new Publication(
                version,
                evaluation,
                deleted.stream().map(RetainedVersion::version).toList(),
                Retention.orphans(deleted, retained)));
    }

    /** What to remember; complete only when nothing has been merged since the last version. */
    LedgerState state() {
        if (!merged.isEmpty()) {
            throw new IllegalStateException("slices %s are merged but in no version".formatted(merged.keySet()));
        }
        return new LedgerState(
                ancestry, generation, last, lineage, offsets, held, since, List.copyOf(window), retained);
    }

    private void checkWhole() {
        if (merged.size() != layout.slices()) {
            throw new IllegalStateException(
                    "slices %s were merged but not %s; a version has all slices or is none. Restart from the last checkpoint"
                            .formatted(
                                    merged.keySet(),
                                    IntStream.range(0, layout.slices())
                                            .filter(slice -> !merged.containsKey(slice))
                                            .boxed()
                                            .toList()));
        }
    }

    private VersionRecord record(long nowMillis) {
        long round = merged.values().stream()
                .flatMap(List::stream)
                .mapToLong(MergedSlice::round)
                .max()
                .orElseThrow();
        Prequential total = windowTotal();
        return new VersionRecord(
                new ModelVersion(ancestry.own(), round),
                last,
                ancestry,
                generation,
                lineage,
                offsets,
                held.values().stream().flatMap(List::stream).sorted().toList(),
                layout,
                merged.values().stream().map(VersionLedger::slice).toList(),
                new VersionMetrics(
                        total.examples() == 0 ? Double.NaN : total.mrr(),
                        total.examples(),
                        total.sampled() == 0 ? Double.NaN : total.sampledMrr(),
                        total.sampled() == 0 ? Double.NaN : total.controlMrr(),
                        total.difference(),
                        since.loss(),
                        since.allSteps(),
                        since.skippedSteps(),
                        since.driftFromBase()),
                nowMillis);
    }

    /** A full copy counts only if no update came after it. */
    private static VersionSlice slice(List<MergedSlice> updates) {
        MergedSlice newest = updates.get(updates.size() - 1);
        return new VersionSlice(
                newest.slice(), updates.stream().map(MergedSlice::update).toList(), newest.full(), newest.sha256());
    }

    private void advanceWindow() {
        if (since.prequential().examples() > 0) {
            window.addLast(since.prequential());
        }
        long examples = windowTotal().examples();
        while (!window.isEmpty() && examples - window.getFirst().examples() >= windowExamples) {
            examples -= window.removeFirst().examples();
        }
    }

    private Prequential windowTotal() {
        return window.stream().reduce(Prequential.NONE, Prequential::plus);
    }

    private List<RetainedVersion> retainedAnd(VersionRecord version) {
        List<BlobRef> blobs = merged.values().stream()
                .flatMap(List::stream)
                .flatMap(one -> Stream.concat(Stream.of(one.update()), one.full().stream()))
                .toList();
        return Stream.concat(
                        retained.stream(),
                        Stream.of(new RetainedVersion(version.version(), version.isFullCopy(), blobs)))
                .toList();
    }
}
