package io.remine.streams.search;

import static io.remine.streams.search.RefusedException.badRequest;

import io.remine.operators.intake.InputJson;
import io.remine.operators.intake.MalformedRecordException;
import io.remine.state.index.Filter;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Query;
import io.remine.streams.collect.CollectedRecords;
import io.remine.streams.collect.Collector;
import io.remine.streams.search.Retriever.Answer;
import io.remine.streams.search.Retriever.Result;
import io.remine.streams.search.Search.Question;
import io.remine.streams.search.Search.Side;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /query} and {@code POST /click}: records for those who have no producer of their own. A query with {@code k} is
 * searched for before it is recorded, and recorded with what was found as its impressions.
 */
final class CollectApi {

    private final Retriever retriever;
    private final Optional<Collector> collector;
    private final Responses responses;
    private final Clock clock;

    /** @param collector empty if nothing is recorded here */
    CollectApi(Retriever retriever, Optional<Collector> collector, Responses responses, Clock clock) {
        this.retriever = retriever;
        this.collector = collector;
        this.responses = responses;
        this.clock = clock;
    }

    /** By path. */
    Map<String, Endpoint> endpoints() {
        return Map.of(
                "/query", new Endpoint(Map.of(Methods.POST, this::query), Responses.JSON, true),
                "/click", new Endpoint(Map.of(Methods.POST, this::click), Responses.JSON, true));
    }

    private void query(HttpServerExchange exchange) throws Exception {
        Collector recording = recording();
        try {
            InputJson json = InputJson.of(RequestBody.read(exchange));
            Query query = CollectedRecords.query(json, clock.millis());
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("query", query.id().value());
            if (SearchBody.integer(json, "k").isPresent()) {
                long start = System.nanoTime();
                Answer answer = retriever.search(search(json, query));
                query = shown(query, answer);
                body.putAll(Bodies.answer(answer, false, (System.nanoTime() - start) / 1e6));
            }
            recording.send(query);
            responses.json(exchange, 200, body);
        } catch (MalformedRecordException e) {
            throw badRequest(e.getMessage());
        }
    }

    private void click(HttpServerExchange exchange) throws Exception {
        Collector recording = recording();
        try {
            Click click = CollectedRecords.click(InputJson.of(RequestBody.read(exchange)), clock.millis());
            recording.send(click);
            responses.json(exchange, 200, Map.of("query", click.query().value()));
        } catch (MalformedRecordException e) {
            throw badRequest(e.getMessage());
        }
    }

    private Search search(InputJson json, Query query) throws MalformedRecordException, RefusedException {
        if (!query.impressions().isEmpty()) {
            throw badRequest(
                    "both k and impressions; give k to be searched for here, or impressions if it was elsewhere");
        }
        Question question = new Question(
                SearchLimits.query("text", Optional.of(query.text())),
                SearchLimits.k(SearchBody.integer(json, "k")),
                query.scopes(),
                Filter.NONE);
        return new Search(
                List.of(question),
                Side.LIVE,
                SearchLimits.mode(json.optionalText("mode"), retriever.modes()),
                false,
                List.of(),
                Duration.ZERO);
    }

    private static Query shown(Query query, Answer answer) {
        List<DocumentId> impressions =
                answer.results().get(0).stream().map(Result::id).toList();
        return new Query(query.id(), query.text(), query.timeMillis(), query.user(), query.scopes(), impressions);
    }

    private Collector recording() throws RefusedException {
        return collector.orElseThrow(() -> new RefusedException(
                404, "this server records nothing; set serve.collect: true, or produce to Kafka yourself"));
    }
}
