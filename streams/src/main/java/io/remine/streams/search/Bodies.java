package io.remine.streams.search;

import io.remine.state.live.Health;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The JSON objects that the server answers with. A field without a value is null, never left out. */
final class Bodies {

    private Bodies() {}

    /** @param batch whether questions are answered, or the only one */
    static Map<String, Object> answer(Retriever.Answer answer, boolean batch, double millis) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (batch) {
            body.put("answers", answer.results().stream().map(Bodies::results).toList());
        } else {
            body.putAll(results(answer.results().get(0)));
        }
        body.put("mode", answer.mode().label());
        body.put("exact", answer.exact());
        body.put("version", answer.version().orElse(null));
        body.put("manifest", answer.manifest());
        body.put("millis", Math.round(millis * 10) / 10.0);
        return body;
    }

    static Map<String, Object> health(Health health) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", health.isReady());
        body.put("condition", health.condition().name().toLowerCase(Locale.ROOT));
        body.put("reason", health.reason());
        return body;
    }

    static Map<String, Object> status(ServerStatus status, Collection<Search.Mode> modes) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", status.ready());
        body.put("documents", status.documents());
        body.put("manifest", status.manifest().orElse(null));
        body.put("version", status.version().orElse(null));
        body.put("versions", status.versions());
        body.put("examples", status.examples());
        body.put("curve", status.curve().stream().map(Bodies::point).toList());
        body.put("problems", status.problems());
        body.put("suggestions", status.suggestions());
        body.put("modes", modes.stream().map(Search.Mode::label).sorted().toList());
        return body;
    }

    private static Map<String, Object> results(List<Retriever.Result> results) {
        return Map.of("results", results.stream().map(Bodies::result).toList());
    }

    private static Map<String, Object> result(Retriever.Result result) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("id", result.id().value());
        body.put("text", result.text());
        body.put("score", result.score());
        return body;
    }

    private static Map<String, Object> point(ServerStatus.CurvePoint point) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", point.version());
        body.put("examples", point.examples());
        body.put("mrr10", point.mrr10().orElse(null));
        body.put("controlMrr10", point.controlMrr10().orElse(null));
        return body;
    }
}
