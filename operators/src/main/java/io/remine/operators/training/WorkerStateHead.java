package io.remine.operators.training;

import io.remine.operators.memory.RecipeNumbers;
import io.remine.state.codec.Bounded;
import io.remine.state.index.ManifestId;
import io.remine.state.lineage.Lineage;
import io.remine.state.lineage.LineageCodecs;
import io.remine.state.model.Ancestry;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.TimelineId;
import io.remine.state.record.Example;
import io.remine.state.record.ExampleCodec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything of a {@link WorkerState} but its arrays, and how many and how long those are. In bytes: worker (int),
 * parallelism (int), arithmetic (byte), ancestry (timeline (string), branches (list of versions as strings)), generation
 * (int), adopted version and manifest (strings, empty if absent), tally (lineage, list of positions, prequential, loss sum
 * (double), steps (int), skipped (int)), held examples (list), drift (float), step (long), parameters (int), pending rounds
 * (list of long); since version 2 the recipe's numbers ({@link RecipeNumbers}); since version 3 planned (int) and names of
 * copies (list of strings); since version 4 the prequential has gain differences; since version 5 awaited examples (list of
 * example, given up at (long)) and the micro-batches unfit in a row (int).
 */
record WorkerStateHead(
        int worker,
        int parallelism,
        Arithmetic arithmetic,
        Ancestry ancestry,
        Generation generation,
        Optional<ModelVersion> adopted,
        Optional<ManifestId> manifest,
        RoundTally tally,
        List<Example> held,
        float drift,
        long step,
        int parameters,
        List<Long> pendingRounds,
        RecipeNumbers numbers,
        int planned,
        List<String> copies,
        List<AwaitedExample> awaited,
        int unfitInARow) {

    private static final int MAX_BRANCHES = 10_000;
    private static final int MAX_PENDING = 10_000;
    private static final int MAX_ID_BYTES = 128;
    private static final int MAX_COPIES = 64;
    private static final int MAX_COPY_NAME_BYTES = 64;

    static WorkerStateHead of(WorkerState state) {
        return new WorkerStateHead(
                state.worker(),
                state.parallelism(),
                state.arithmetic(),
                state.ancestry(),
                state.generation(),
                state.adopted(),
                state.manifest(),
                state.tally(),
                state.held(),
                state.drift(),
                state.step(),
                state.parameters().length,
                state.pending().stream().map(PendingProgress::round).toList(),
                state.numbers(),
                state.planned(),
                List.copyOf(state.copies().keySet()),
                state.awaited(),
                state.unfitInARow());
    }

    WorkerState with(
            float[] base,
            float[] current,
            float[] firstMoments,
            float[] secondMoments,
            List<PendingProgress> pending,
            Map<String, float[]> ofMiners) {
        return new WorkerState(
                worker,
                parallelism,
                arithmetic,
                ancestry,
                generation,
                adopted,
                manifest,
                tally,
                held,
                drift,
                step,
                base,
                current,
                firstMoments,
                secondMoments,
                pending,
                numbers,
                planned,
                ofMiners,
                awaited,
                unfitInARow);
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(worker);
        out.writeInt(parallelism);
        out.writeByte(arithmetic.code());
        writeAncestry(ancestry, out);
        out.writeInt(generation.number());
        Bounded.writeString(adopted.map(ModelVersion::toString).orElse(""), out);
        Bounded.writeString(manifest.map(ManifestId::toString).orElse(""), out);
        LineageCodecs.writeLineage(tally.trained(), out);
        Bounded.writeList(tally.positions(), out, LineageCodecs::writePosition);
        RoundSummaryCodec.writePrequential(tally.prequential(), out);
        out.writeDouble(tally.lossSum());
        out.writeInt(tally.steps());
        out.writeInt(tally.skippedSteps());
        Bounded.writeList(held, out, ExampleCodec.INSTANCE::write);
        out.writeFloat(drift);
        out.writeLong(step);
        out.writeInt(parameters);
        Bounded.writeList(pendingRounds, out, (round, o) -> o.writeLong(round));
        numbers.write(out);
        out.writeInt(planned);
        Bounded.writeList(copies, out, (name, o) -> Bounded.writeString(name, o));
        Bounded.writeList(awaited, out, WorkerStateHead::writeAwaited);
        out.writeInt(unfitInARow);
    }

    static WorkerStateHead read(int version, DataInput in) throws IOException {
        return new WorkerStateHead(
                in.readInt(),
                in.readInt(),
                Arithmetic.of(in.readByte()),
                readAncestry(in),
                new Generation(in.readInt()),
                readId(in).map(ModelVersion::parse),
                readId(in).map(ManifestId::parse),
                readTally(version, in),
                Bounded.readList(in, "held examples", RoundSummary.MAX_HELD, ExampleCodec.INSTANCE::read),
                in.readFloat(),
                in.readLong(),
                in.readInt(),
                Bounded.readList(in, "pending rounds", MAX_PENDING, DataInput::readLong),
                version == 1 ? new RecipeNumbers() : RecipeNumbers.read(in),
                version < 3 ? 0 : in.readInt(),
                version < 3
                        ? List.of()
                        : Bounded.readList(
                                in,
                                "copies of miners",
                                MAX_COPIES,
                                i -> Bounded.readString(i, "name of a copy", MAX_COPY_NAME_BYTES)),
                version < 5
                        ? List.of()
                        : Bounded.readList(in, "awaited examples", RoundSummary.MAX_HELD, WorkerStateHead::readAwaited),
                version < 5 ? 0 : in.readInt());
    }

    private static void writeAwaited(AwaitedExample awaited, DataOutput out) throws IOException {
        ExampleCodec.INSTANCE.write(awaited.example(), out);
        out.writeLong(awaited.untilMillis());
    }

    private static AwaitedExample readAwaited(DataInput in) throws IOException {
        return new AwaitedExample(ExampleCodec.INSTANCE.read(in), in.readLong());
    }

    static void writeAncestry(Ancestry ancestry, DataOutput out) throws IOException {
        Bounded.writeString(ancestry.own().value(), out);
        Bounded.writeList(ancestry.branches(), out, (branch, o) -> Bounded.writeString(branch.toString(), o));
    }

    static Ancestry readAncestry(DataInput in) throws IOException {
        TimelineId own = new TimelineId(Bounded.readString(in, "timeline", MAX_ID_BYTES));
        return new Ancestry(
                own,
                Bounded.readList(
                        in,
                        "branches",
                        MAX_BRANCHES,
                        i -> ModelVersion.parse(Bounded.readString(i, "branch", MAX_ID_BYTES))));
    }

    private static RoundTally readTally(int version, DataInput in) throws IOException {
        Lineage trained = LineageCodecs.readLineage(in);
        return new RoundTally(
                trained,
                Bounded.readList(in, "unreported positions", RoundSummary.MAX_HELD, LineageCodecs::readPosition),
                version < 4 ? RoundSummaryCodec.readPrequentialWithoutGains(in) : RoundSummaryCodec.readPrequential(in),
                in.readDouble(),
                in.readInt(),
                in.readInt());
    }

    private static Optional<String> readId(DataInput in) throws IOException {
        return Optional.of(Bounded.readString(in, "version", MAX_ID_BYTES)).filter(id -> !id.isEmpty());
    }
}
