package io.remine.operators.transform;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Vectors;
import io.remine.operators.part.PartType;
import java.util.List;
import java.util.Objects;

/**
 * Documents' vectors moved to where they are worst for the query: relevant ones away from it, negatives towards it, as CLAPS
 * perturbs positives and negatives by the gradient within a ball (Lee et al.,
 * <a href="https://arxiv.org/abs/2012.07280">Contrastive Learning with Adversarial Perturbations for Conditional Text
 * Generation</a>, 2021, section 3.3). Its linear approximation is exact here, because a score is linear in the document's
 * vector: of all d + e with |e| up to epsilon, {@code d + epsilon q} has the highest score with the query q and
 * {@code d - epsilon q} the lowest. They are brought to length 1.
 *
 * <p>A moved vector stands for its document in this step alone, and is a constant: no gradient flows through the move.
 *
 * @param epsilon the ball's radius: above 0, below 1
 */
public record AdversarialVectors(double epsilon, Of of) implements Transform {

    private static final double DEFAULT_EPSILON = 0.05;
    private static final double MOST = 0.999;

    public static final PartType<Transform> TYPE = new PartType<>(
            "adversarial",
            "worst-case perturbation of relevant documents or negatives inside a ball (CLAPS, Lee et al. 2021)",
            parameters -> new AdversarialVectors(
                    parameters.number("epsilon", DEFAULT_EPSILON, 1e-6, MOST), parameters.choice("of", Of.BOTH)));

    private static final long serialVersionUID = 1L;

    /** Whose vectors are moved. */
    public enum Of {
        RELEVANT,
        NEGATIVES,
        BOTH
    }

    public AdversarialVectors {
        Objects.requireNonNull(of);
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon %s, must be above 0 and below 1".formatted(epsilon));
        }
    }

    @Override
    public void apply(CandidateSet set, MicroBatch batch) {
        if (of != Of.NEGATIVES) {
            move(set, set.relevant(), -epsilon, batch);
        }
        if (of != Of.RELEVANT) {
            move(set, set.negatives(), epsilon, batch);
        }
    }

    private static void move(CandidateSet set, List<Candidate> candidates, double by, MicroBatch batch) {
        float[] query = batch.queryVector(set.query());
        float[][] vectors = UnitVectors.of(candidates, batch);
        for (int i = 0; i < vectors.length; i++) {
            Candidate candidate = candidates.get(i);
            UnitVectors.mix(1, vectors[i], by, query)
                    .ifPresent(unit -> candidate.setVector(unit, Vectors.dot(query, unit)));
        }
    }
}
