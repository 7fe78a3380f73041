package io.remine.streams.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is served as it lies beside this class, without a build step: the page's files, and what describes the server. */
final class StaticFiles {

    private static final Map<String, StaticFile> FILES = Map.of(
            "/", new StaticFile("page.html", "text/html; charset=utf-8"),
            "/page.css", new StaticFile("page.css", "text/css; charset=utf-8"),
            "/page.js", new StaticFile("page.js", "text/javascript; charset=utf-8"),
            "/openapi.json", new StaticFile("openapi.json", Responses.JSON));

    private record StaticFile(String name, String contentType) {}

    private StaticFiles() {}

    /** By path. */
    static Map<String, Endpoint> endpoints(Responses responses) {
        Map<String, Endpoint> endpoints = new LinkedHashMap<>();
        FILES.forEach((path, file) -> {
            byte[] content = read(file.name());
            endpoints.put(
                    path,
                    Endpoint.get(
                            file.contentType(), exchange -> responses.text(exchange, file.contentType(), content)));
        });
        return endpoints;
    }

    private static byte[] read(String file) {
        try (InputStream in = StaticFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + StaticFiles.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
