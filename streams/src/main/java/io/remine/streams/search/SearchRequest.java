package io.remine.streams.search;

import io.remine.state.record.Query;
import io.remine.state.record.Scopes;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asks {@code GET /search} for.
 *
 * @param scopes what the query may see, one for each {@code scope=} that is given; empty: all documents
 */
record SearchRequest(String query, int k, Retriever.Side side, List<String> scopes) {

    static final int MAX_QUERY_CHARS = 1_000;
    static final int DEFAULT_K = 10;
    static final int MAX_K = 200;

    /** The parameters cannot be answered; the message names value, limit and remedy. */
    static final class BadRequestException extends Exception {

        private static final long serialVersionUID = 1L;

        BadRequestException(String message) {
            super(message);
        }
    }

    static SearchRequest parse(Map<String, Deque<String>> parameters) throws BadRequestException {
        return new SearchRequest(
                query(parameter(parameters, "q")),
                k(parameter(parameters, "k")),
                side(parameter(parameters, "encoder").orElse("live")),
                scopes(parameters.get("scope")));
    }

    private static String query(Optional<String> q) throws BadRequestException {
        String query = q.map(String::strip).orElse("");
        if (query.isEmpty()) {
            throw new BadRequestException("q is missing or empty; search for something: /search?q=...");
        }
        if (query.length() > MAX_QUERY_CHARS) {
            throw new BadRequestException(
                    "q has %d characters, limit %d; shorten it".formatted(query.length(), MAX_QUERY_CHARS));
        }
        return query;
    }

    private static int k(Optional<String> k) throws BadRequestException {
        if (k.isEmpty()) {
            return DEFAULT_K;
        }
        try {
            int number = Integer.parseInt(k.get());
            if (number >= 1 && number <= MAX_K) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw badK(k.get());
        }
        throw badK(k.get());
    }

    private static BadRequestException badK(String k) {
        return new BadRequestException("k is '%s'; give a whole number from 1 to %d".formatted(shortened(k), MAX_K));
    }

    private static Retriever.Side side(String encoder) throws BadRequestException {
        return switch (encoder.toLowerCase(Locale.ROOT)) {
            case "live" -> Retriever.Side.LIVE;
            case "control" -> Retriever.Side.CONTROL;
            default ->
                throw new BadRequestException("encoder is '%s'; give live or control".formatted(shortened(encoder)));
        };
    }

    /** An empty scope is refused like any other bad one: taken for none, it would show everything. */
    private static List<String> scopes(Deque<String> values) throws BadRequestException {
        if (values == null) {
            return List.of();
        }
        if (values.size() > Query.MAX_SCOPES) {
            throw new BadRequestException("scope is given %d times, limit %d; give fewer, or none to search everything"
                    .formatted(values.size(), Query.MAX_SCOPES));
        }
        try {
            values.forEach(Scopes::check);
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(e.getMessage());
        }
        return values.stream().distinct().toList();
    }

    private static Optional<String> parameter(Map<String, Deque<String>> parameters, String name)
            throws BadRequestException {
        Deque<String> values = parameters.get(name);
        if (values == null || values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw new BadRequestException("%s is given %d times; give it once".formatted(name, values.size()));
        }
        return Optional.of(values.getFirst());
    }

    /** A value that may be of any length, for an error message. */
    private static String shortened(String value) {
        return value.length() <= 40 ? value : value.substring(0, 40) + "...";
    }
}
