package io.remine.state.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.Lineage;
import io.remine.state.lineage.LineageJson;

/**
 * What the topic {@code evaluations} says of one training round.
 *
 * @param version the version that closes the round
 * @param lineage what that version has been trained on in all
 * @param round the round's own examples
 * @param window the last examples up to this round, what the gate looks at
 * @param loss mean loss of the round's steps; NaN, {@code null} in JSON, if there were none
 * @param steps optimiser steps of the round
 * @param skippedSteps of them, those whose gradient was not finite
 * @param driftFromBase largest difference of any worker's parameters from base plus its own progress
 */
public record EvaluationRecord(
        ModelVersion version,
        Generation generation,
        Lineage lineage,
        Prequential round,
        Prequential window,
        double loss,
        long steps,
        long skippedSteps,
        double driftFromBase,
        long publishedMillis) {

    private static final int FORMAT = 1;

    public byte[] toJson() {
        ObjectNode json = JsonFormat.create(FORMAT);
        json.put("version", version.toString()).put("generation", generation.number());
        LineageJson.writeLineage(lineage, json);
        json.set("round", write(round));
        json.set("window", write(window));
        JsonFormat.putNumber(json, "loss", loss);
        json.put("steps", steps).put("skippedSteps", skippedSteps);
        JsonFormat.putNumber(json, "driftFromBase", driftFromBase);
        json.put("publishedMillis", publishedMillis);
        return JsonFormat.write(json);
    }

    public static EvaluationRecord fromJson(byte[] json) throws CorruptDataException {
        return JsonFormat.read(json, "evaluation", FORMAT, EvaluationRecord::read);
    }

    private static EvaluationRecord read(JsonFields fields) throws CorruptDataException {
        return new EvaluationRecord(
                ModelVersion.parse(fields.text("version")),
                new Generation(fields.integer("generation")),
                LineageJson.readLineage(fields),
                readPrequential(fields.object("round")),
                readPrequential(fields.object("window")),
                fields.number("loss"),
                fields.longInteger("steps"),
                fields.longInteger("skippedSteps"),
                fields.number("driftFromBase"),
                fields.longInteger("publishedMillis"));
    }

    /** The sums, which a reader can add up, and the means, which one can look at. */
    private static ObjectNode write(Prequential prequential) {
        ObjectNode json = JsonFormat.object();
        json.put("examples", prequential.examples()).put("reciprocalRanks", prequential.reciprocalRanks());
        json.put("sampled", prequential.sampled())
                .put("sampledReciprocalRanks", prequential.sampledReciprocalRanks())
                .put("controlReciprocalRanks", prequential.controlReciprocalRanks())
                .put("gainDifferences", prequential.gainDifferences())
                .put("squaredGainDifferences", prequential.squaredGainDifferences());
        JsonFormat.putNumber(json, "mrr10", prequential.mrr());
        JsonFormat.putNumber(json, "sampledMrr10", prequential.sampledMrr());
        JsonFormat.putNumber(json, "controlMrr10", prequential.controlMrr());
        return json;
    }

    /** Sums of records that were written before there were gains are read without. */
    private static Prequential readPrequential(JsonFields fields) throws CorruptDataException {
        Prequential withoutGains = Prequential.withoutGains(
                fields.longInteger("examples"),
                fields.number("reciprocalRanks"),
                fields.longInteger("sampled"),
                fields.number("sampledReciprocalRanks"),
                fields.number("controlReciprocalRanks"));
        return fields.has("gainDifferences")
                ? new Prequential(
                        withoutGains.examples(),
                        withoutGains.reciprocalRanks(),
                        withoutGains.sampled(),
                        withoutGains.sampledReciprocalRanks(),
                        withoutGains.controlReciprocalRanks(),
                        fields.number("gainDifferences"),
                        fields.number("squaredGainDifferences"))
                : withoutGains;
    }
}
