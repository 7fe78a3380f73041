package io.remine.operators.recipe;

import io.remine.operators.loss.AdaptiveMarginLoss;
import io.remine.operators.loss.InfoNceLoss;
import io.remine.operators.loss.LambdaLoss;
import io.remine.operators.loss.Loss;
import io.remine.operators.loss.MarginMseLoss;
import io.remine.operators.loss.PairwiseLoss;
import io.remine.operators.loss.TrustLoss;
import io.remine.operators.mining.ClusteredSource;
import io.remine.operators.mining.ExternalSource;
import io.remine.operators.mining.Filter;
import io.remine.operators.mining.InBatchSource;
import io.remine.operators.mining.PositiveMarginFilter;
import io.remine.operators.mining.RandomSource;
import io.remine.operators.mining.RankWindowFilter;
import io.remine.operators.mining.ScopedSource;
import io.remine.operators.mining.ScoreCapFilter;
import io.remine.operators.mining.ScoreFloorFilter;
import io.remine.operators.mining.Source;
import io.remine.operators.mining.TopSource;
import io.remine.operators.mining.WhiskerFilter;
import io.remine.operators.part.PartType;
import io.remine.operators.transform.AdversarialVectors;
import io.remine.operators.transform.MixedNegatives;
import io.remine.operators.transform.Mixup;
import io.remine.operators.transform.Transform;
import io.remine.operators.weighting.AdaptiveWeighting;
import io.remine.operators.weighting.ClickNoiseWeighting;
import io.remine.operators.weighting.DebiasedWeighting;
import io.remine.operators.weighting.DenoisedWeighting;
import io.remine.operators.weighting.DiceWeighting;
import io.remine.operators.weighting.LateClicks;
import io.remine.operators.weighting.PropensityWeighting;
import io.remine.operators.weighting.Weighting;
import java.util.List;

/** Every part that a recipe may name. */
public final class Parts {

    public static final List<PartType<Source>> SOURCES = List.of(
            TopSource.TYPE,
            TopSource.STATIC,
            TopSource.STALE,
            TopSource.MOMENTUM,
            InBatchSource.TYPE,
            RandomSource.TYPE,
            ExternalSource.TYPE,
            ScopedSource.TYPE,
            ClusteredSource.TYPE);

    public static final List<PartType<Filter>> FILTERS = List.of(
            RankWindowFilter.TYPE,
            PositiveMarginFilter.TYPE,
            ScoreCapFilter.TYPE,
            ScoreFloorFilter.TYPE,
            PositiveMarginFilter.TEACHER,
            WhiskerFilter.TYPE);

    public static final List<PartType<Transform>> TRANSFORMS =
            List.of(MixedNegatives.TYPE, AdversarialVectors.TYPE, Mixup.TYPE);

    public static final List<PartType<Weighting>> WEIGHTS = List.of(
            DebiasedWeighting.TYPE,
            DiceWeighting.TYPE,
            AdaptiveWeighting.TYPE,
            DenoisedWeighting.TYPE,
            ClickNoiseWeighting.TYPE,
            PropensityWeighting.TYPE,
            LateClicks.TYPE);

    public static final List<PartType<Loss>> LOSSES = List.of(
            LambdaLoss.TYPE,
            InfoNceLoss.TYPE,
            PairwiseLoss.TYPE,
            MarginMseLoss.TYPE,
            AdaptiveMarginLoss.TYPE,
            TrustLoss.TYPE);

    private Parts() {}
}
