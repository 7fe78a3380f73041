package io.remine.streams.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.invariant.NoMixedView;
import io.remine.state.live.SearchResult;
import io.remine.state.live.SearchResult.Hit;
import io.remine.state.record.DocumentId;
import java.util.ArrayList;
import java.util.List;

/** What is answered to a search, as the search server says it in JSON. */
final class Answers {

    /** Hits that are asked for. */
    static final int HITS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /** An answer of this process, in one line. */
    static String line(String question, SearchResult found) {
        ObjectNode answer = JSON.createObjectNode().put("question", question);
        found.version().ifPresent(version -> answer.put("version", version.toString()));
        answer.put("manifest", found.manifest().toString());
        ArrayNode results = answer.putArray("results");
        found.hits()
                .forEach(hit -> results.addObject().put("id", hit.id().value()).put("score", hit.score()));
        return answer.toString();
    }

    /** Shows an answer to the invariant, whoever gave it. */
    static void show(String question, JsonNode answer, NoMixedView views) {
        List<Hit> hits = new ArrayList<>();
        for (JsonNode hit : answer.required("results")) {
            hits.add(new Hit(
                    new DocumentId(hit.required("id").asText()),
                    hit.path("text").asText(),
                    (float) hit.required("score").asDouble()));
        }
        views.answered(
                question,
                answer.path("version").asText(""),
                answer.required("manifest").asText(),
                hits);
    }
}
