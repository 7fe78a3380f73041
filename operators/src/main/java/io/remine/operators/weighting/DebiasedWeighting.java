package io.remine.operators.weighting;

import io.remine.operators.loss.Functions;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.part.PartType;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Lets negatives count by the probability that they are none, after the coupled estimation of Cai et al.,
 * <a href="https://arxiv.org/abs/2209.05072">Hard Negatives or False Negatives: Correcting Pooling Bias in Training Neural
 * Ranking Models</a>, 2022: a document has its label because it is relevant (r) and because it was selected to be judged
 * (o), so one without a label is relevant all the same, and a false negative, with the probability
 *
 * <pre>    P(relevant | no label) = r * (1 - o) / (1 - r * o)</pre>
 *
 * and weighs {@code 1 - P}. Their two models are here the current one, for relevance, and the teacher, for selection: it
 * stands for the retriever that showed people what they clicked. Both are read against the lowest-scored relevant document
 * p, s being cosines times scale:
 *
 * <pre>    r = sigmoid(s - s(p))        o = judged * min(1, exp(t - t(p)))</pre>
 *
 * So what people have probably seen and passed over is a good negative, however high it scores; what only the current
 * model finds is not held against it.
 *
 * @param judged the probability that a document which the teacher ranks as high as a clicked one was looked at: 0 to 1
 */
public record DebiasedWeighting(double judged) implements Weighting {

    private static final double DEFAULT_JUDGED = 0.5;

    public static final PartType<Weighting> TYPE = new PartType<>(
            "debiased",
            "negatives weigh by their probability of not being relevant and unjudged (CET, Cai et al. 2022)",
            parameters -> new DebiasedWeighting(parameters.number("judged", DEFAULT_JUDGED, 0, 1)));

    private static final long serialVersionUID = 1L;

    public DebiasedWeighting {
        if (!(judged >= 0 && judged <= 1)) {
            throw new IllegalArgumentException("probability %s of being judged, must be from 0 to 1".formatted(judged));
        }
    }

    @Override
    public void apply(List<CandidateSet> sets, MicroBatch batch, double scale) {
        for (CandidateSet set : sets) {
            OptionalDouble lowest = set.lowestRelevant(Candidate::cosine);
            OptionalDouble lowestByTeacher = set.lowestRelevant(Candidate::teacherCosine);
            if (lowest.isEmpty()) {
                continue;
            }
            for (Candidate negative : set.negatives()) {
                if (!Float.isNaN(negative.teacherCosine())) {
                    double relevant = Functions.sigmoid(scale * (negative.cosine() - lowest.getAsDouble()));
                    double likelihood = scale * (negative.teacherCosine() - lowestByTeacher.getAsDouble());
                    negative.multiplyWeight(weight(relevant, judged * Math.min(1, Math.exp(likelihood))));
                }
            }
        }
    }

    /** 1 - P, written so that it has no difference of near numbers. */
    static double weight(double relevant, double selected) {
        return relevant == 1 ? 0 : (1 - relevant) / (1 - relevant * selected);
    }

    @Override
    public boolean needsTeacher() {
        return true;
    }
}
