package io.remine.state.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;
import io.remine.state.evaluation.PairedDifference;

/**
 * How good a version is, measured before each example was trained on, over the window of examples that ended with it. A
 * mean that nothing was measured for is NaN, {@code null} in JSON.
 *
 * @param mrr10 mean reciprocal rank at 10 of the clicked documents, under the parameters of that moment
 * @param windowExamples examples in the window
 * @param sampledMrr10 the same over the sampled examples only, to compare with {@code controlMrr10}
 * @param controlMrr10 of the sampled examples under the generation's first encoder
 * @param againstControl by how much the nDCG@10 of the sampled examples was better than under the first encoder
 * @param loss mean loss of the steps since the version before
 * @param steps optimiser steps since the version before
 * @param skippedSteps of them, those whose gradient was not finite
 * @param driftFromBase largest difference of any worker's parameters from base plus its own progress
 */
public record VersionMetrics(
        double mrr10,
        long windowExamples,
        double sampledMrr10,
        double controlMrr10,
        PairedDifference againstControl,
        double loss,
        long steps,
        long skippedSteps,
        double driftFromBase) {

    /** Nothing measured. */
    public static final VersionMetrics NONE = new VersionMetrics(
            Double.NaN, 0, Double.NaN, Double.NaN, PairedDifference.NONE, Double.NaN, 0, 0, Double.NaN);

    public VersionMetrics {
        if (windowExamples < 0 || againstControl.pairs() > windowExamples) {
            throw new IllegalArgumentException(
                    "%d sampled of %d examples".formatted(againstControl.pairs(), windowExamples));
        }
        if (steps < 0 || skippedSteps < 0 || skippedSteps > steps) {
            throw new IllegalArgumentException("%d skipped of %d steps".formatted(skippedSteps, steps));
        }
    }

    /** Examples of the window that were ranked with both encoders. */
    public long sampledExamples() {
        return againstControl.pairs();
    }

    ObjectNode toJson() {
        ObjectNode json = JsonFormat.object();
        JsonFormat.putNumber(json, "mrr10", mrr10);
        json.put("windowExamples", windowExamples);
        JsonFormat.putNumber(json, "sampledMrr10", sampledMrr10);
        JsonFormat.putNumber(json, "controlMrr10", controlMrr10);
        json.put("sampledExamples", sampledExamples());
        JsonFormat.putNumber(json, "gainDifference", againstControl.mean());
        JsonFormat.putNumber(json, "gainDifferenceError", againstControl.standardError());
        JsonFormat.putNumber(json, "loss", loss);
        json.put("steps", steps).put("skippedSteps", skippedSteps);
        JsonFormat.putNumber(json, "driftFromBase", driftFromBase);
        return json;
    }

    static VersionMetrics read(JsonFields fields) throws CorruptDataException {
        return new VersionMetrics(
                fields.number("mrr10"),
                fields.longInteger("windowExamples"),
                fields.number("sampledMrr10"),
                fields.number("controlMrr10"),
                readAgainstControl(fields),
                fields.number("loss"),
                fields.longInteger("steps"),
                fields.longInteger("skippedSteps"),
                fields.number("driftFromBase"));
    }

    /** Metrics that were written before there were gains have the means of reciprocal ranks. */
    private static PairedDifference readAgainstControl(JsonFields fields) throws CorruptDataException {
        long sampled = fields.longInteger("sampledExamples");
        if (sampled == 0) {
            return PairedDifference.NONE;
        }
        return fields.has("gainDifference")
                ? new PairedDifference(sampled, fields.number("gainDifference"), fields.number("gainDifferenceError"))
                : PairedDifference.ofMeans(sampled, fields.number("sampledMrr10"), fields.number("controlMrr10"));
    }
}
