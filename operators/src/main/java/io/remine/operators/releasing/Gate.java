package io.remine.operators.releasing;

import com.google.errorprone.annotations.FormatMethod;
import io.remine.state.evaluation.ControlRule;
import io.remine.state.model.VersionMetrics;
import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * The rule by which a version goes live: enough examples in its window; not worse than the live one was, by more than a
 * tolerance; not likely worse than the frozen control on the examples that both have ranked, as {@link ControlRule} has it.
 * The gate need not be sure of harm: a version that is kept out by chance waits for the next, one that is let in by chance
 * serves.
 *
 * @param tolerance by how much the mean reciprocal rank at 10 may fall below the live one's, 0 to 1
 * @param minimumExamples fewest examples in the window, at least 1
 * @param minimumSampled fewest examples that both have ranked, at least 0. With 0 a version without any is not compared
 */
public record Gate(double tolerance, long minimumExamples, long minimumSampled) implements Serializable {

    /** What the rule says of a version. */
    public sealed interface Decision {}

    /** It goes live. */
    public record Accepted(String reason) implements Decision {}

    /** It does not. */
    public record Refused(String reason) implements Decision {}

    public Gate {
        if (!(tolerance >= 0 && tolerance <= 1)) {
            throw new IllegalArgumentException("tolerance %s, must be from 0 to 1".formatted(tolerance));
        }
        if (minimumExamples < 1 || minimumSampled < 0) {
            throw new IllegalArgumentException("at least %d examples and %d sampled, must be at least 1 and 0"
                    .formatted(minimumExamples, minimumSampled));
        }
    }

    /**
     * Judges a version.
     *
     * @param live mean reciprocal rank at 10 of the version that the gate released last, as of its release; empty while the
     *     generation's first encoder is live
     */
    public Decision judge(VersionMetrics candidate, OptionalDouble live) {
        if (candidate.windowExamples() < minimumExamples) {
            return refused("%d examples in the window, needs %d", candidate.windowExamples(), minimumExamples);
        }
        if (candidate.sampledExamples() < minimumSampled) {
            return refused(
                    "%d examples ranked by the control too, needs %d", candidate.sampledExamples(), minimumSampled);
        }
        if (!Double.isFinite(candidate.mrr10())) {
            return refused("MRR@10 is %s", candidate.mrr10());
        }
        if (live.isPresent() && candidate.mrr10() < live.getAsDouble() - tolerance) {
            return refused(
                    "MRR@10 %.4f, the live one's %.4f, tolerance %.4f",
                    candidate.mrr10(), live.getAsDouble(), tolerance);
        }
        if (againstControl().isWorse(candidate.againstControl())) {
            return refused(
                    "nDCG@10 %+.4f against the control's (standard error %.4f) on the %d examples that it ranked too",
                    candidate.againstControl().mean(),
                    candidate.againstControl().standardError(),
                    candidate.sampledExamples());
        }
        String quality = "MRR@10 %.4f over %d examples".formatted(candidate.mrr10(), candidate.windowExamples());
        return new Accepted(
                candidate.sampledExamples() == 0
                        ? quality + ", none ranked by the control too"
                        : "%s; nDCG@10 %+.4f against the control's on the %d that it ranked too"
                                .formatted(quality, candidate.againstControl().mean(), candidate.sampledExamples()));
    }

    /** The rule for {@code releases}. */
    private ControlRule againstControl() {
        return new ControlRule(ControlRule.Certainty.LIKELY, Math.max(1, minimumSampled));
    }

    @FormatMethod
    private static Refused refused(String reason, Object... values) {
        return new Refused(reason.formatted(values));
    }
}
