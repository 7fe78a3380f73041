package io.remine.streams.search;

import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON objects that the server answers with. A field without a value is null, never left out. */
final class Bodies {

    private Bodies() {}

    static Map<String, Object> answer(Retriever.Answer answer, double millis) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("results", answer.results().stream().map(Bodies::result).toList());
        body.put("version", answer.version().orElse(null));
        body.put("manifest", answer.manifest());
        body.put("millis", Math.round(millis * 10) / 10.0);
        return body;
    }

    static Map<String, Object> status(ServerStatus status) {
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
        return body;
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
