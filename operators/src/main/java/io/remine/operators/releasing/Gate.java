package io.remine.operators.releasing;

import com.google.errorprone.annotations.FormatMethod;
import io.remine.state.model.VersionMetrics;
import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * The rule by which a version goes live: enough examples in its window; not worse than the live one was, by more than a
 * tolerance; not worse than the frozen control on the examples that both have ranked.
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
        if (candidate.sampledExamples() > 0 && !(candidate.sampledMrr10() >= candidate.controlMrr10())) {
            return refused(
                    "MRR@10 %.4f on %d sampled examples, the control's %.4f",
                    candidate.sampledMrr10(), candidate.sampledExamples(), candidate.controlMrr10());
        }
        return new Accepted("MRR@10 %.4f over %d examples; on the %d that the control ranked too, %.4f against its %.4f"
                .formatted(
                        candidate.mrr10(),
                        candidate.windowExamples(),
                        candidate.sampledExamples(),
                        candidate.sampledMrr10(),
                        candidate.controlMrr10()));
    }

    @FormatMethod
    private static Refused refused(String reason, Object... values) {
        return new Refused(reason.formatted(values));
    }
}
