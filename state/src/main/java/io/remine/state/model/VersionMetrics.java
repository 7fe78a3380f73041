package io.remine.state.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.codec.JsonFields;
import io.remine.state.codec.JsonFormat;

/**
 * How good a version is, measured before each example was trained on, over the window of examples that ended with it. A
 * mean that nothing was measured for is NaN, {@code null} in JSON.
 *
 * @param mrr10 mean reciprocal rank at 10 of the clicked documents, under the parameters of that moment
 * @param windowExamples examples in the window
 * @param sampledMrr10 the same over the sampled examples only, to compare with {@code controlMrr10}
 * @param controlMrr10 of the sampled examples under the generation's first encoder
 * @param sampledExamples examples of the window that were ranked with both encoders
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
        long sampledExamples,
        double loss,
        long steps,
        long skippedSteps,
        double driftFromBase) {

    /** Nothing measured. */
    public static final VersionMetrics NONE =
            new VersionMetrics(Double.NaN, 0, Double.NaN, Double.NaN, 0, Double.NaN, 0, 0, Double.NaN);

    public VersionMetrics {
        if (windowExamples < 0 || sampledExamples < 0 || sampledExamples > windowExamples) {
            throw new IllegalArgumentException("%d sampled of %d examples".formatted(sampledExamples, windowExamples));
        }
        if (steps < 0 || skippedSteps < 0 || skippedSteps > steps) {
            throw new IllegalArgumentException("%d skipped of %d steps".formatted(skippedSteps, steps));
        }
    }

    ObjectNode toJson() {
        ObjectNode json = JsonFormat.object();
        JsonFormat.putNumber(json, "mrr10", mrr10);
        json.put("windowExamples", windowExamples);
        JsonFormat.putNumber(json, "sampledMrr10", sampledMrr10);
        JsonFormat.putNumber(json, "controlMrr10", controlMrr10);
        json.put("sampledExamples", sampledExamples);
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
                fields.longInteger("sampledExamples"),
                fields.number("loss"),
                fields.longInteger("steps"),
                fields.longInteger("skippedSteps"),
                fields.number("driftFromBase"));
    }
}
