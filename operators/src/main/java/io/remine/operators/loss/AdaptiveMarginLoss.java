package io.remine.operators.loss;

import io.remine.operators.part.PartType;
import java.util.OptionalDouble;

/**
 * Pairs with soft labels: how far a relevant document is to lead over a negative depends on how far it leads for a teacher.
 * After LG-ANNA-Embedding (<a href="https://arxiv.org/abs/2506.07438">technical report</a>, 2025), which learns soft labels
 * from the scores of a retrieval pipeline and adapts a margin to leave out ambiguous negatives; here both are one term, the
 * cross entropy of the soft-labelled logistic loss of a pair (RankNet, Burges et al. 2005, equation 2):
 *
 * <pre>
 *    y(i, j) = sigmoid( t(i) - t(j) + margin )
 *    loss    = 1/|P| * sum over P of w(i) w(j) ( softplus(s(j) - s(i)) - (1 - y(i, j)) (s(j) - s(i)) )
 * </pre>
 *
 * for relevant i, negatives j, P their pairs, and t the scores of the teacher, the generation's first encoder. A pair is at
 * its least where {@code s(i) - s(j) = t(i) - t(j) + margin}: what is clicked gains on every negative, and a negative that
 * the teacher holds for more relevant than the click is pushed little or not at all.
 *
 * @param margin how much more than for the teacher a relevant document is to lead, in scores, which are cosines divided by
 *     the temperature: 0 to {@link #MAX_MARGIN}
 */
public record AdaptiveMarginLoss(double margin) implements Loss {

    public static final double MAX_MARGIN = 1_000;

    /** A tenth of a cosine at the temperature that recipes have by default. */
    private static final double DEFAULT_MARGIN = 2;

    public static final PartType<Loss> TYPE = new PartType<>(
            "adaptive-margin",
            "pairs with soft labels and margins by a teacher's scores (LG-ANNA 2025)",
            parameters -> new AdaptiveMarginLoss(parameters.number("margin", DEFAULT_MARGIN, 0, MAX_MARGIN)));

    private static final long serialVersionUID = 1L;

    public AdaptiveMarginLoss {
        if (!(margin >= 0 && margin <= MAX_MARGIN)) {
            throw new IllegalArgumentException("margin %s, must be from 0 to %s".formatted(margin, MAX_MARGIN));
        }
    }

    @Override
    public OptionalDouble of(QueryScores scores, double[] derivatives) {
        double[] s = scores.scores();
        double[] t = scores.teacherScores();
        return Pairs.mean(scores, derivatives, (i, j) -> {
            double lead = s[j] - s[i];
            double wrong = Functions.sigmoid(t[j] - t[i] - margin); // 1 - y
            Pairs.Term hard = Pairs.logistic(lead);
            return new Pairs.Term(hard.value() - wrong * lead, hard.slope() - wrong);
        });
    }

    @Override
    public boolean needsTeacher() {
        return true;
    }
}
