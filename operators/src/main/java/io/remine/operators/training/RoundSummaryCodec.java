package io.remine.operators.training;

import io.remine.state.codec.Bounded;
import io.remine.state.codec.Codec;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.LineageCodecs;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Version 2: worker (int), round (long), trained (lineage), prequential (examples (long), sum (double), sampled (long),
 * sampled sum (double), control sum (double), gain differences (double), their squares (double)), held (list of positions),
 * loss sum (double), steps (int), skipped (int), drift (float). Version 1 has no gain differences.
 */
public final class RoundSummaryCodec implements Codec<RoundSummary> {

    public static final RoundSummaryCodec INSTANCE = new RoundSummaryCodec();

    private static final long serialVersionUID = 1L;

    private RoundSummaryCodec() {}

    @Override
    public int version() {
        return 2;
    }

    @Override
    public void writeFields(RoundSummary summary, DataOutput out) throws IOException {
        out.writeInt(summary.worker());
        out.writeLong(summary.round());
        LineageCodecs.writeLineage(summary.trained(), out);
        writePrequential(summary.prequential(), out);
        Bounded.writeList(summary.held(), out, LineageCodecs::writePosition);
        out.writeDouble(summary.lossSum());
        out.writeInt(summary.steps());
        out.writeInt(summary.skippedSteps());
        out.writeFloat(summary.driftFromBase());
    }

    @Override
    public RoundSummary readFields(int version, DataInput in) throws IOException {
        return new RoundSummary(
                in.readInt(),
                in.readLong(),
                LineageCodecs.readLineage(in),
                version == 1 ? readPrequentialWithoutGains(in) : readPrequential(in),
                Bounded.readList(in, "held examples", RoundSummary.MAX_HELD, LineageCodecs::readPosition),
                in.readDouble(),
                in.readInt(),
                in.readInt(),
                in.readFloat());
    }

    /**
     * examples (long), sum (double), sampled (long), its sum (double), the control's sum (double), gain differences (double),
     * their squares (double).
     */
    public static void writePrequential(Prequential prequential, DataOutput out) throws IOException {
        out.writeLong(prequential.examples());
        out.writeDouble(prequential.reciprocalRanks());
        out.writeLong(prequential.sampled());
        out.writeDouble(prequential.sampledReciprocalRanks());
        out.writeDouble(prequential.controlReciprocalRanks());
        out.writeDouble(prequential.gainDifferences());
        out.writeDouble(prequential.squaredGainDifferences());
    }

    public static Prequential readPrequential(DataInput in) throws IOException {
        return new Prequential(
                in.readLong(),
                in.readDouble(),
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }

    /** As it was written before there were gain differences. */
    public static Prequential readPrequentialWithoutGains(DataInput in) throws IOException {
        return Prequential.withoutGains(
                in.readLong(), in.readDouble(), in.readLong(), in.readDouble(), in.readDouble());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
