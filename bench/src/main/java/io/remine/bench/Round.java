package io.remine.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A few training steps of one side.
 *
 * @param seconds on the clock
 * @param cpuSeconds of the whole process, all threads together; on a busy machine the steadier figure
 * @param losses of each step
 */
record Round(double seconds, double cpuSeconds, List<Double> losses) {

    Round {
        losses = List.copyOf(losses);
    }

    /** The answer of bench/peers/train.py. */
    static Round of(JsonNode answer) {
        List<Double> losses = new ArrayList<>();
        answer.required("losses").forEach(loss -> losses.add(loss.asDouble()));
        return new Round(
                answer.required("seconds").asDouble(),
                answer.required("cpuSeconds").asDouble(),
                losses);
    }
}
