package io.remine.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The same work, done by turns.
 *
 * @param peer who it was compared with; empty if nobody was there
 * @param ours our rounds
 * @param peers the peer's rounds, one after each of ours; empty without a peer
 * @param examples of one round
 */
record Comparison(String peer, List<Round> ours, List<Round> peers, int examples) {

    Comparison {
        ours = List.copyOf(ours);
        peers = List.copyOf(peers);
        if (ours.isEmpty() || (!peers.isEmpty() && peers.size() != ours.size())) {
            throw new IllegalArgumentException("%d rounds of ours, %d of the peer's; must be as many, at least 1"
                    .formatted(ours.size(), peers.size()));
        }
    }

    double examplesPerSecond() {
        return examples / median(ours.stream().mapToDouble(Round::seconds));
    }

    OptionalDouble peerExamplesPerSecond() {
        return peers.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(examples / median(peers.stream().mapToDouble(Round::seconds)));
    }

    /** Our speed by the peer's, round by round. */
    List<Double> speedRatios() {
        return ratios(Round::seconds).map(ratio -> 1 / ratio).boxed().toList();
    }

    /** Our processor time by the peer's, round by round. */
    List<Double> cpuRatios() {
        return ratios(Round::cpuSeconds).boxed().toList();
    }

    /** Our time by the peer's, the median of the rounds: neighbours in time have seen the same noise. */
    OptionalDouble timeRatio() {
        return ratio(Round::seconds);
    }

    /** Our processor time by the peer's, the median of the rounds. */
    OptionalDouble cpuRatio() {
        return ratio(Round::cpuSeconds);
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("examplesPerSecond", examplesPerSecond());
        json.put("roundSeconds", ours.stream().map(Round::seconds).toList());
        if (!peers.isEmpty()) {
            json.put("peer", peer);
            json.put("peerExamplesPerSecond", peerExamplesPerSecond().orElseThrow());
            json.put("peerRoundSeconds", peers.stream().map(Round::seconds).toList());
            json.put("timeRatio", timeRatio().orElseThrow());
            json.put("speedRatio", 1 / timeRatio().orElseThrow());
            json.put("cpuTimeRatio", cpuRatio().orElseThrow());
        }
        return json;
    }

    private OptionalDouble ratio(ToDoubleFunction<Round> time) {
        return peers.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(ratios(time)));
    }

    private DoubleStream ratios(ToDoubleFunction<Round> time) {
        return IntStream.range(0, peers.size())
                .mapToDouble(i -> time.applyAsDouble(ours.get(i)) / time.applyAsDouble(peers.get(i)));
    }

    private static double median(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
