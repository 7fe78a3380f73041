package io.remine.streams.search;

import io.remine.state.live.Health;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** What is answered at which path; {@code openapi.json} says it to others. */
final class SearchApi {

    private static final Health STOPPING = new Health(Health.Condition.CLOSED, "the server is stopping");

    private final Retriever retriever;
    private final BooleanSupplier stopping;
    private final Responses responses;

    /** @param stopping whether readiness is to say no */
    SearchApi(Retriever retriever, BooleanSupplier stopping, Responses responses) {
        this.retriever = retriever;
        this.stopping = stopping;
        this.responses = responses;
    }

    /** By path. */
    Map<String, Endpoint> endpoints() {
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        endpoints.put(
                "/search",
                new Endpoint(Map.of(Methods.GET, this::search, Methods.POST, this::searches), Responses.JSON, true));
        endpoints.put("/status", Endpoint.get(Responses.JSON, this::status));
        endpoints.put("/health/live", Endpoint.get(Responses.JSON, this::live));
        endpoints.put("/health/ready", Endpoint.get(Responses.JSON, this::ready));
        return endpoints;
    }

    private void search(HttpServerExchange exchange) throws Exception {
        answer(exchange, SearchParameters.parse(exchange.getQueryString(), retriever.modes()), false);
    }

    private void searches(HttpServerExchange exchange) throws Exception {
        SearchBody body = SearchBody.parse(RequestBody.read(exchange), retriever.modes());
        answer(exchange, body.search(), body.batch());
    }

    private void answer(HttpServerExchange exchange, Search search, boolean batch) throws Exception {
        long start = System.nanoTime();
        Retriever.Answer answer = retriever.search(search);
        responses.json(exchange, 200, Bodies.answer(answer, batch, (System.nanoTime() - start) / 1e6));
    }

    private void status(HttpServerExchange exchange) {
        responses.json(exchange, 200, Bodies.status(retriever.status(), retriever.modes()));
    }

    private void live(HttpServerExchange exchange) {
        responses.json(exchange, 200, Map.of("live", true));
    }

    private void ready(HttpServerExchange exchange) {
        Health health = stopping.getAsBoolean() ? STOPPING : retriever.health();
        responses.json(exchange, health.isReady() ? 200 : 503, Bodies.health(health));
    }
}
