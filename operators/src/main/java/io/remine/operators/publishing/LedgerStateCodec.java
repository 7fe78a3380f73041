package io.remine.operators.publishing;

import io.remine.operators.merging.MergedSliceCodec;
import io.remine.operators.training.RoundSummary;
import io.remine.operators.training.RoundSummaryCodec;
import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputOffsetsCodec;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.LineageCodecs;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Version 2: own timeline (string), branches (list of versions), generation (int), last version (list of at most one),
 * lineage, offsets (as {@link InputOffsetsCodec}), held (int, for each worker its index (int) and a list of positions), totals
 * (prequential, loss sum (double), steps (long), skipped (long), drift (double)), window (list of prequential), retained (list
 * of version, full copy (boolean), list of blobs). A version is a string. In version 1 a prequential has no gain differences.
 */
final class LedgerStateCodec implements Codec<LedgerState> {

    static final LedgerStateCodec INSTANCE = new LedgerStateCodec();

    private static final int MAX_ID_BYTES = 128;
    private static final int MAX_BRANCHES = 1 << 16;
    private static final int MAX_WORKERS = 1 << 15;
    private static final int MAX_ROUNDS = 1 << 24;
    private static final int MAX_RETAINED = 1 << 16;
    private static final int MAX_BLOBS = 1 << 20;

    private static final long serialVersionUID = 1L;

    private LedgerStateCodec() {}

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void writeFields(LedgerState state, DataOutput out) throws IOException {
        Bounded.writeString(state.ancestry().own().value(), out);
        Bounded.writeList(state.ancestry().branches(), out, LedgerStateCodec::writeVersion);
        out.writeInt(state.generation().number());
        Bounded.writeList(state.last().stream().toList(), out, LedgerStateCodec::writeVersion);
        LineageCodecs.writeLineage(state.lineage(), out);
        InputOffsetsCodec.INSTANCE.write(state.offsets(), out);
        out.writeInt(state.held().size());
        for (Map.Entry<Integer, List<InputPosition>> worker : state.held().entrySet()) {
            out.writeInt(worker.getKey());
            Bounded.writeList(worker.getValue(), out, LineageCodecs::writePosition);
        }
        writeTotals(state.since(), out);
        Bounded.writeList(state.window(), out, RoundSummaryCodec::writePrequential);
        Bounded.writeList(state.retained(), out, LedgerStateCodec::writeRetained);
    }

    @Override
    public LedgerState readFields(int version, DataInput in) throws IOException {
        return new LedgerState(
                new Ancestry(
                        new TimelineId(Bounded.readString(in, "timeline", MAX_ID_BYTES)),
                        Bounded.readList(in, "branches", MAX_BRANCHES, LedgerStateCodec::readVersion)),
                new Generation(in.readInt()),
                Optional.of(Bounded.readList(in, "last version", 1, LedgerStateCodec::readVersion))
                        .filter(one -> !one.isEmpty())
                        .map(one -> one.get(0)),
                LineageCodecs.readLineage(in),
                InputOffsetsCodec.INSTANCE.read(in),
                readHeld(in),
                readTotals(version, in),
                Bounded.readList(in, "rounds of the window", MAX_ROUNDS, i -> readPrequential(version, i)),
                Bounded.readList(in, "retained versions", MAX_RETAINED, LedgerStateCodec::readRetained));
    }

    private static void writeVersion(ModelVersion version, DataOutput out) throws IOException {
        Bounded.writeString(version.toString(), out);
    }

    private static ModelVersion readVersion(DataInput in) throws IOException {
        return ModelVersion.parse(Bounded.readString(in, "version", MAX_ID_BYTES));
    }

    private static SortedMap<Integer, List<InputPosition>> readHeld(DataInput in) throws IOException {
        TreeMap<Integer, List<InputPosition>> held = new TreeMap<>();
        int workers = Bounded.readLength(in, "workers", MAX_WORKERS);
        for (int i = 0; i < workers; i++) {
            held.put(
                    in.readInt(),
                    Bounded.readList(in, "held examples", RoundSummary.MAX_HELD, LineageCodecs::readPosition));
        }
        return held;
    }

    private static void writeTotals(RoundTotals totals, DataOutput out) throws IOException {
        RoundSummaryCodec.writePrequential(totals.prequential(), out);
        out.writeDouble(totals.lossSum());
        out.writeLong(totals.steps());
        out.writeLong(totals.skippedSteps());
        out.writeDouble(totals.driftFromBase());
    }

    private static RoundTotals readTotals(int version, DataInput in) throws IOException {
        return new RoundTotals(
                readPrequential(version, in), in.readDouble(), in.readLong(), in.readLong(), in.readDouble());
    }

    private static Prequential readPrequential(int version, DataInput in) throws IOException {
        return version == 1 ? RoundSummaryCodec.readPrequentialWithoutGains(in) : RoundSummaryCodec.readPrequential(in);
    }

    private static void writeRetained(RetainedVersion retained, DataOutput out) throws IOException {
        writeVersion(retained.version(), out);
        out.writeBoolean(retained.fullCopy());
        Bounded.writeList(retained.blobs(), out, MergedSliceCodec::writeBlob);
    }

    private static RetainedVersion readRetained(DataInput in) throws IOException {
        return new RetainedVersion(
                readVersion(in),
                in.readBoolean(),
                Bounded.readList(in, "blobs of a version", MAX_BLOBS, MergedSliceCodec::readBlob));
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
