package io.remine.bench;

import java.util.Map;

/** Examples per second of the bare loop before, of the train job, and of the bare loop after. */
record JobFigures(double aloneBefore, double inJob, double aloneAfter) {

    double ratio() {
        return inJob / ((aloneBefore + aloneAfter) / 2);
    }

    Map<String, Double> toJson() {
        return Map.of(
                "aloneBeforeExamplesPerSecond",
                aloneBefore,
                "inJobExamplesPerSecond",
                inJob,
                "aloneAfterExamplesPerSecond",
                aloneAfter,
                "ratio",
                ratio());
    }
}
