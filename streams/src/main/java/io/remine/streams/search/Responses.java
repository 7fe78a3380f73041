package io.remine.streams.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Map;

/** Writes what the server says: JSON, or a file of the page. */
final class Responses {

    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    /** The page loads what this server has and nothing else, and runs no script that stands in its text. */
    private static final String ONLY_OURS =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final ObjectMapper mapper = new ObjectMapper();

    void json(HttpServerExchange exchange, int status, Object body) {
        try {
            send(exchange, status, "application/json", mapper.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write a " + body.getClass().getSimpleName() + " as JSON", e);
        }
    }

    void error(HttpServerExchange exchange, int status, String message) {
        json(exchange, status, Map.of("error", message));
    }

    void text(HttpServerExchange exchange, String mediaType, byte[] utf8) {
        exchange.getResponseHeaders().put(CONTENT_SECURITY_POLICY, ONLY_OURS);
        send(exchange, 200, mediaType + "; charset=utf-8", utf8);
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
