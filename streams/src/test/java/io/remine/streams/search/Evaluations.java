package io.remine.streams.search;

import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.model.Generation;
import io.remine.state.model.ModelVersion;

/** What a training job says of versions. */
public final class Evaluations {

    private Evaluations() {}

    /** Of a version that has been trained on so many examples; published that many seconds after 1970. */
    public static EvaluationRecord evaluation(String version, long examples, Prequential window) {
        return new EvaluationRecord(
                ModelVersion.parse(version),
                Generation.FIRST,
                new Lineage(examples, examples),
                Prequential.NONE,
                window,
                Double.NaN,
                0,
                0,
                0,
                1_000 * examples);
    }

    public static EvaluationRecord evaluation(String version, long examples) {
        return evaluation(version, examples, Prequential.NONE);
    }
}
