package io.remine.streams.search;

import io.undertow.server.HttpHandler;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What answers at a path.
 *
 * @param handlers by method, without HEAD
 * @param contentType of the answers
 * @param admitted whether a request counts among those in progress, may wait, and may be refused; the others answer at once
 */
record Endpoint(Map<HttpString, HttpHandler> handlers, String contentType, boolean admitted) {

    Endpoint {
        handlers = new LinkedHashMap<>(handlers);
    }

    /** Answers {@code GET} at once. */
    static Endpoint get(String contentType, HttpHandler handler) {
        return new Endpoint(Map.of(Methods.GET, handler), contentType, false);
    }

    /** Null for a method that is not known here. */
    HttpHandler handler(HttpString method) {
        return handlers.get(method.equals(Methods.HEAD) ? Methods.GET : method);
    }

    /** The value of {@code Allow}. */
    String allowed() {
        return handlers.keySet().stream()
                .map(method -> method.equals(Methods.GET) ? "GET, HEAD" : method.toString())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** Whether somebody who accepts this accepts what is answered here; who says nothing accepts everything. */
    boolean isAcceptedBy(HeaderValues accept) {
        if (accept == null || accept.isEmpty()) {
            return true;
        }
        String type = contentType.split(";", 2)[0];
        for (String ranges : accept) {
            for (String range : ranges.toLowerCase(Locale.ROOT).split(",", -1)) {
                String wanted = range.split(";", 2)[0].strip();
                boolean refused = range.replace(" ", "").matches(".*;q=0(\\.0*)?");
                boolean matches = wanted.equals("*/*")
                        || wanted.equals(type)
                        || wanted.equals(type.substring(0, type.indexOf('/')) + "/*");
                if (matches && !refused) {
                    return true;
                }
            }
        }
        return false;
    }
}
