package io.remine.operators.recipe;

import io.remine.operators.loss.Loss;
import io.remine.operators.memory.Event;
import io.remine.operators.mining.CandidateSet;
import io.remine.operators.mining.Filter;
import io.remine.operators.mining.MicroBatch;
import io.remine.operators.mining.Miner;
import io.remine.operators.mining.Positives;
import io.remine.operators.mining.Source;
import io.remine.operators.transform.Transform;
import io.remine.operators.weighting.Weighting;
import io.remine.state.optimizer.AdamWSettings;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a micro-batch trains: where its negatives come from, which are left out, what is made of them, how much they count,
 * what is minimised, and how the gradient is followed.
 *
 * @param name as it was asked for
 * @param about one line
 * @param microBatches which examples train together
 * @param sources at least one
 * @param positives what happens to relevant documents that no source has found
 * @param temperature cosines are divided by it before they are compared
 * @param dimensions lengths of the vectors' beginnings that are to rank well by themselves, besides the whole vectors
 *     (Kusupati et al., <a href="https://arxiv.org/abs/2205.13147">Matryoshka Representation Learning</a>, 2022); rising,
 *     empty for the whole alone
 */
public record Recipe(
        String name,
        String about,
        MicroBatches microBatches,
        List<Source> sources,
        Positives positives,
        List<Filter> filters,
        List<Transform> transforms,
        List<Weighting> weights,
        Loss loss,
        Temperature temperature,
        List<Integer> dimensions,
        AdamWSettings optimizer)
        implements Serializable {

    /** Longest vector that may be named. */
    public static final int MAX_DIMENSION = 65_536;

    public Recipe {
        sources = List.copyOf(sources);
        filters = List.copyOf(filters);
        transforms = List.copyOf(transforms);
        weights = List.copyOf(weights);
        dimensions = List.copyOf(dimensions);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("recipe %s has no source of negatives".formatted(name));
        }
        for (int i = 0; i < dimensions.size(); i++) {
            int least = i == 0 ? 1 : dimensions.get(i - 1) + 1;
            if (dimensions.get(i) < least || dimensions.get(i) > MAX_DIMENSION) {
                throw new IllegalArgumentException(
                        "dimensions %s, must rise from 1 or more to at most %d".formatted(dimensions, MAX_DIMENSION));
            }
        }
    }

    /** The documents that each example is trained on, those of its own that no source has found included; not yet scored. */
    public List<CandidateSet> mine(MicroBatch batch) {
        List<CandidateSet> sets = IntStream.range(0, batch.size())
                .mapToObj(query -> CandidateSet.of(query, batch))
                .toList();
        sources.forEach(source -> source.addTo(sets, batch));
        positives.complete(sets);
        return sets;
    }

    /**
     * Filters, changes and weighs the candidates, which are scored by now.
     *
     * @param scale what cosines are multiplied by in the loss, 1 / temperature
     */
    public void shape(List<CandidateSet> sets, MicroBatch batch, double scale) {
        for (CandidateSet set : sets) {
            int mined = set.negatives().size();
            filters.forEach(filter -> filter.apply(set));
            batch.count(Event.DROPPED, mined - set.negatives().size());
            transforms.forEach(transform -> transform.apply(set, batch));
            if (needsTeacher() && !transforms.isEmpty()) {
                set.setTeacherCosinesOfVectors(batch.teacherVector(set.query()));
            }
        }
        weights.forEach(weighting -> weighting.apply(sets, batch, scale));
    }

    /** How far down the current model's ranking its parts look. */
    public int currentDepth() {
        return sources.stream().mapToInt(Source::currentDepth).max().orElse(0);
    }

    /** The miners it needs besides the current parameters. */
    public List<Miner> miners() {
        return sources.stream()
                .flatMap(source -> source.miners().stream())
                .distinct()
                .toList();
    }

    /** How long its parts remember pairs, in milliseconds; 0 if none does. Examples must be keyed by their text if so. */
    public long memoryMillis() {
        return weights.stream().mapToLong(Weighting::memoryMillis).max().orElse(0);
    }

    /** Whether the teacher's cosines are needed. */
    public boolean needsTeacher() {
        return loss.needsTeacher()
                || filters.stream().anyMatch(Filter::needsTeacher)
                || weights.stream().anyMatch(Weighting::needsTeacher);
    }
}
