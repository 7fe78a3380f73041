package io.remine.operators.weighting;

import io.remine.operators.loss.InfoNceLoss;
import io.remine.operators.loss.QueryScores;
import io.remine.operators.memory.PairMemory;
import io.remine.operators.memory.PairMemory.PairLoss;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.CandidateSet.Candidate;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Role;
import io.remine.operators.part.PartType;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * Fades wrong clicks: the dynamic bad pair mining of Lan et al.,
 * <a href="https://openreview.net/forum?id=K2c04ulKXn">Towards Enhancing Time Series Contrastive Learning: A Dynamic Bad
 * Pair Mining Approach</a>, 2024, equations 4 to 8. A memory holds the mean m of the losses of each (query, document) pair;
 * M and S are the mean and the standard deviation of all pairs' m. A pair is bad when
 *
 * <pre>    m &lt; M - below * S   (learnt from noise)   or   m &gt; M + above * S   (wrong)</pre>
 *
 * and then its loss L of this step weighs the density {@code exp(-(L - M)^2 / (2 S^2)) / (S sqrt(2 pi))}, but not more than
 * a good pair's 1. A stream has no epochs to look back on: m has this step's loss in it, and M and S are running ones.
 *
 * <p>That a hard click is no wrong one a loss cannot tell, but where it was found can: people click by mistake on what they
 * are shown, for whose first documents the teacher's ranking stands. A pair further down is not judged, nor part of M and S.
 *
 * <p>A pair's loss is the softmax cross entropy of the document against the query's negatives, whatever loss trains.
 *
 * @param below how many deviations below the mean a pair is bad: above 0
 * @param above how many deviations above the mean a pair is bad: above 0
 * @param warmUp pairs that are counted before the first is judged: at least 2
 * @param horizon over how many pairs the mean and the deviation run: at least {@code warmUp}
 * @param shown how many of the teacher's first documents a wrong click can fall on: to 10,000; 0: any document
 * @param memoryMillis how long a query's pairs are remembered after its last example: at least 1
 */
public record DenoisedWeighting(double below, double above, int warmUp, int horizon, int shown, long memoryMillis)
        implements Weighting {

    private static final double DEFAULT_BELOW = 3;
    private static final double DEFAULT_ABOVE = 1;
    private static final int DEFAULT_WARM_UP = 256;
    private static final int DEFAULT_HORIZON = 4_096;
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_PAIRS = 100_000_000;
    private static final int MAX_SHOWN = 10_000;
    private static final double SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
    private static final String NUMBERS = "denoised";

    public static final PartType<Weighting> TYPE = new PartType<>(
            "denoised",
            "fades clicks whose losses are outliers, by a memory of every pair's (DBPM, Lan et al. 2024)",
            parameters -> new DenoisedWeighting(
                    parameters.number("below", DEFAULT_BELOW, 1e-3, 1e6),
                    parameters.number("above", DEFAULT_ABOVE, 1e-3, 1e6),
                    parameters.integer("warm-up", DEFAULT_WARM_UP, 2, MAX_PAIRS),
                    parameters.integer("horizon", DEFAULT_HORIZON, 2, MAX_PAIRS),
                    parameters.integer("shown", 0, 0, MAX_SHOWN),
                    Duration.ofDays(parameters.integer("days", DEFAULT_DAYS, 1, Memories.MAX_DAYS))
                            .toMillis()));

    private static final long serialVersionUID = 1L;

    public DenoisedWeighting {
        if (!(below > 0 && above > 0)) {
            throw new IllegalArgumentException(
                    "pairs are bad %s deviations below and %s above the mean, must be above 0".formatted(below, above));
        }
        if (warmUp < 2 || horizon < warmUp) {
            throw new IllegalArgumentException(
                    "warm-up of %d pairs, must be from 2 to the horizon, %d".formatted(warmUp, horizon));
        }
        if (shown < 0) {
            throw new IllegalArgumentException("%d documents shown, must be at least 0".formatted(shown));
        }
        Memories.checkMillis(memoryMillis);
    }

    @Override
    public void apply(List<CandidateSet> sets, MicroBatch batch, double scale) {
        RunningMoments before = new RunningMoments(batch.numbers().get(NUMBERS, 0, 0, 0), horizon);
        double[] after = new double[3];
        before.copyTo(after);
        RunningMoments next = new RunningMoments(after, horizon);
        for (CandidateSet set : sets) {
            weigh(set, batch, scale, before, next);
        }
        next.copyTo(batch.numbers().get(NUMBERS, 0, 0, 0));
    }

    private void weigh(CandidateSet set, MicroBatch batch, double scale, RunningMoments before, RunningMoments next) {
        Example example = batch.example(set.query());
        List<Candidate> relevant = set.relevant();
        double[] losses = losses(set, scale);
        if (losses.length == 0) {
            return;
        }
        PairMemory memory = batch.pairs().get(example.text());
        double[] weights = new double[relevant.size()];
        Arrays.fill(weights, 1);
        for (DocumentId document : example.relevant()) {
            int place = place(relevant, batch.rowOf(document));
            if (place >= 0 && (shown == 0 || ClickWeights.isShown(relevant.get(place), set, shown))) {
                memory = memory.withLoss(document, losses[place]);
                double mean = memory.lossOf(document).map(PairLoss::mean).orElse(losses[place]);
                weights[place] = before.seen() < warmUp ? 1 : weight(mean, losses[place], before);
                next.add(mean);
            }
        }
        batch.pairs().put(example.text(), memory);
        ClickWeights.multiply(set, weights, batch);
    }

    /** Each relevant document's softmax cross entropy against the negatives; none if there is no negative. */
    private static double[] losses(CandidateSet set, double scale) {
        QueryScores all = QueryScores.of(set, scale);
        double[] ones = new double[all.size()];
        Arrays.fill(ones, 1);
        int[] relevant = all.places(Role.RELEVANT);
        if (relevant.length == 0 || all.places(Role.NEGATIVE).length == 0) {
            return new double[0];
        }
        double[] losses = new double[relevant.length];
        for (int i = 0; i < relevant.length; i++) {
            Role[] roles = all.roles().clone();
            for (int other : relevant) {
                roles[other] = other == relevant[i] ? Role.RELEVANT : Role.IGNORED;
            }
            QueryScores one = new QueryScores(all.scores(), all.teacherScores(), roles, all.ranks(), ones);
            losses[i] = new InfoNceLoss().of(one, new double[all.size()]).orElseThrow();
        }
        return losses;
    }

    private static int place(List<Candidate> relevant, OptionalLong row) {
        for (int i = 0; row.isPresent() && i < relevant.size(); i++) {
            if (relevant.get(i).row() == row.getAsLong()) {
                return i;
            }
        }
        return -1;
    }

    double weight(double mean, double loss, RunningMoments all) {
        double deviation = all.deviation();
        boolean bad = mean < all.mean() - below * deviation || mean > all.mean() + above * deviation;
        double distance = (loss - all.mean()) / deviation;
        double density = Math.exp(-distance * distance / 2) / (deviation * SQRT_TWO_PI);
        return bad && deviation > 0 ? Math.min(1, density) : 1;
    }

    @Override
    public boolean needsTeacher() {
        return shown > 0;
    }
}
