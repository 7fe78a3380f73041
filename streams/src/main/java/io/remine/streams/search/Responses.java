package io.remine.streams.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;

/** Writes what the server says: JSON, a file of the page, or plain text. */
final class Responses {

    static final String JSON = "application/json";

    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    /** The page loads what this server has and nothing else, and runs no script that stands in its text. */
    private static final String ONLY_OURS =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    /** What passes by itself. */
    private static final Set<Integer> LATER = Set.of(409, 429, 503);

    private static final String RETRY_SECONDS = "2";

    private final ObjectMapper mapper = new ObjectMapper();

    void json(HttpServerExchange exchange, int status, Object body) {
        try {
            send(exchange, status, JSON, mapper.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a " + body.getClass().getSimpleName() + " as JSON", e);
        }
    }

    void error(HttpServerExchange exchange, int status, String message) {
        if (LATER.contains(status)) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, RETRY_SECONDS);
        }
        json(exchange, status, Map.of("error", message));
    }

    /** Something that is the same for all who ask. */
    void text(HttpServerExchange exchange, String contentType, byte[] utf8) {
        exchange.getResponseHeaders().put(CONTENT_SECURITY_POLICY, ONLY_OURS);
        send(exchange, 200, contentType, utf8);
    }

    private static void send(HttpServerExchange exchange, int status, String contentType, byte[] body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders()
                .put(Headers.CONTENT_TYPE, contentType)
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(CONTENT_TYPE_OPTIONS, "nosniff");
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
}
