package io.remine.streams.search;

import java.util.List;
import java.util.Optional;

/**
 * What {@code GET /status} says.
 *
 * @param ready whether searches are answered
 * @param documents in the index that is searched
 * @param manifest that index; absent before the first
 * @param version the model that answers; absent while it is the generation's first encoder
 * @param versions model versions published in this life
 * @param examples trained into the newest of them
 * @param curve the prequential figures, oldest first
 * @param problems what an operator should know; empty if all is well
 * @param suggestions queries worth trying
 */
public record ServerStatus(
        boolean ready,
        long documents,
        Optional<String> manifest,
        Optional<String> version,
        long versions,
        long examples,
        List<CurvePoint> curve,
        List<String> problems,
        List<String> suggestions) {

    public ServerStatus {
        curve = List.copyOf(curve);
        problems = List.copyOf(problems);
        suggestions = List.copyOf(suggestions);
    }

    /**
     * How well clicks were foreseen up to a version.
     *
     * @param examples trained into the version
     * @param mrr10 of the model in training; absent where nothing was ranked
     * @param controlMrr10 of the frozen control, on the sampled share; absent where nothing was sampled
     */
    public record CurvePoint(String version, long examples, Optional<Double> mrr10, Optional<Double> controlMrr10) {}
}
