package io.remine.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Examples per second from Kafka to published weights.
 *
 * @param peer its name; empty without one
 * @param peerBefore of the peer's loop before the job, NaN without one
 * @param inJob of the train job
 * @param peerAfter of the peer's loop after the job, NaN without one
 */
record StreamFigures(String peer, double peerBefore, double inJob, double peerAfter) {

    /** The job's speed by the peer's mean. */
    OptionalDouble speedRatio() {
        return peer.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(inJob / ((peerBefore + peerAfter) / 2));
    }

    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("examplesPerSecond", inJob);
        speedRatio().ifPresent(ratio -> {
            json.put("peer", peer);
            json.put("peerBeforeExamplesPerSecond", peerBefore);
            json.put("peerAfterExamplesPerSecond", peerAfter);
            json.put("speedRatio", ratio);
        });
        return json;
    }
}
