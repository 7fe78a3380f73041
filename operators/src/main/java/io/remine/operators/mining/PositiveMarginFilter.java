package io.remine.operators.mining;

import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.part.Parameters;
import io.remine.operators.part.PartType;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Leaves out negatives that score about as high as a relevant document: they are likely relevant too (de Souza Moreira et
 * al., <a href="https://arxiv.org/abs/2407.15831">NV-Retriever: Improving text embedding models with effective hard-negative
 * mining</a>, 2024, section 3.1). Where their equations have the positive's score, here stands p, that of the
 * lowest-scored relevant document among the candidates, so that none of several relevant ones is overtaken. A negative
 * stays if its cosine is at most
 *
 * <pre>    p - (1 - share) * |p| - margin</pre>
 *
 * With a margin of 0 this is TopK-PercPos, with a share of 1 TopK-MarginPos.
 *
 * @param byTeacher whether the teacher's cosines are compared, or those of this step
 * @param share of the lowest relevant cosine: 0 to 2
 * @param margin below it, as a cosine: -2 to 2
 */
public record PositiveMarginFilter(boolean byTeacher, double share, double margin) implements Filter {

    public static final PartType<Filter> TYPE = new PartType<>(
            "margin",
            "drops negatives above 'share' of the lowest-scored positive less 'margin' (NV-Retriever, 2024)",
            parameters -> read(false, parameters));

    public static final PartType<Filter> TEACHER = new PartType<>(
            "teacher",
            "drops negatives that the teacher scores above 'share' of its lowest-scored positive less 'margin'",
            parameters -> read(true, parameters));

    private static final double MOST = 2;

    private static final long serialVersionUID = 1L;

    public PositiveMarginFilter {
        if (!(share >= 0 && share <= MOST)) {
            throw new IllegalArgumentException(
                    "share %s of the lowest positive, must be from 0 to %s, 1 for all of it".formatted(share, MOST));
        }
        if (!(margin >= -MOST && margin <= MOST)) {
            throw new IllegalArgumentException("margin %s below the lowest positive, must be from %s to %s, 0 for none"
                    .formatted(margin, -MOST, MOST));
        }
    }

    private static Filter read(boolean byTeacher, Parameters parameters) {
        return new PositiveMarginFilter(
                byTeacher, parameters.number("share", 1, 0, MOST), parameters.number("margin", 0, -MOST, MOST));
    }

    @Override
    public void apply(CandidateSet set) {
        ToDoubleFunction<Candidate> cosine = byTeacher ? Candidate::teacherCosine : Candidate::cosine;
        OptionalDouble lowest = set.lowestRelevant(cosine);
        if (lowest.isEmpty()) {
            return;
        }
        double most = limit(lowest.getAsDouble());
        set.negatives().stream()
                .filter(each -> cosine.applyAsDouble(each) > most)
                .forEach(Candidate::ignore);
    }

    /** The highest cosine of a negative that stays. */
    double limit(double lowestRelevant) {
        return lowestRelevant - (1 - share) * Math.abs(lowestRelevant) - margin;
    }

    @Override
    public boolean needsTeacher() {
        return byTeacher;
    }
}
