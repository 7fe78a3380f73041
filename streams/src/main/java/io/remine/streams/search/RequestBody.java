package io.remine.streams.search;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.util.Locale;

/** The JSON that somebody posts: no more bytes of it are kept than may be. */
final class RequestBody {

    static final int MAX_BYTES = 1 << 20;

    private static final String JSON = "application/json";

    private RequestBody() {}

    /** Reads it in a thread that may wait. */
    static byte[] read(HttpServerExchange exchange) throws RefusedException, IOException {
        checkType(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE));
        long announced = exchange.getRequestContentLength();
        if (announced > MAX_BYTES) {
            throw tooLarge(announced + " bytes");
        }
        byte[] body = exchange.getInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw tooLarge("more bytes than may be");
        }
        return body;
    }

    private static void checkType(String type) throws RefusedException {
        String[] parts =
                type == null ? new String[] {""} : type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean json = parts[0].strip().equals(JSON);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            json &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
        }
        if (!json) {
            throw new RefusedException(
                    415,
                    "Content-Type is '%s'; send %s in UTF-8"
                            .formatted(SearchLimits.shortened(type == null ? "" : type), JSON));
        }
    }

    private static RefusedException tooLarge(String size) {
        return new RefusedException(413, "the body has %s, limit %d; send less at once".formatted(size, MAX_BYTES));
    }
}
