package io.remine.operators.loss;

import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.Role;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a loss sees of a query's candidates: columns of equal length.
 *
 * @param scores cosines times scale
 * @param teacherScores the teacher's cosines times scale; NaN unless needed
 * @param ranks from 1; 0 for what was not ranked
 * @param weights how much each candidate counts, at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // a bundle of columns, never compared
public record QueryScores(double[] scores, double[] teacherScores, Role[] roles, int[] ranks, double[] weights) {

    public QueryScores {
        int size = scores.length;
        if (teacherScores.length != size || roles.length != size || ranks.length != size || weights.length != size) {
            throw new IllegalArgumentException("columns of a query's %d candidates differ in length".formatted(size));
        }
    }

    /** The candidates' scores at this scale. */
    public static QueryScores of(CandidateSet set, double scale) {
        return of(set, set.candidates().stream().mapToDouble(Candidate::cosine).toArray(), scale);
    }

    /**
     * The same with other cosines.
     *
     * @param cosines of the set's candidates, in their order
     */
    public static QueryScores of(CandidateSet set, double[] cosines, double scale) {
        List<Candidate> candidates = set.candidates();
        return new QueryScores(
                Arrays.stream(cosines).map(cosine -> scale * cosine).toArray(),
                candidates.stream()
                        .mapToDouble(each -> scale * each.teacherCosine())
                        .toArray(),
                candidates.stream().map(Candidate::role).toArray(Role[]::new),
                candidates.stream().mapToInt(Candidate::rank).toArray(),
                candidates.stream().mapToDouble(Candidate::weight).toArray());
    }

    public int size() {
        return scores.length;
    }

    /** The places of the candidates in this role. */
    public int[] places(Role role) {
        return IntStream.range(0, roles.length).filter(i -> roles[i] == role).toArray();
    }
}
