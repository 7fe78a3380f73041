package io.remine.streams.search;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The page's three files, which lie beside this class and need no build step. */
record Page(Map<String, byte[]> files) {

    private static final Map<String, String> FILES =
            Map.of("/", "page.html", "/page.css", "page.css", "/page.js", "page.js");

    static Page load() {
        Map<String, byte[]> files = new HashMap<>();
        FILES.forEach((path, file) -> files.put(path, read(file)));
        return new Page(Map.copyOf(files));
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    byte[] content(String path) {
        return files.get(path);
    }

    String mediaType(String path) {
        String file = FILES.get(path);
        if (file.endsWith(".css")) {
            return "text/css";
        }
        return file.endsWith(".js") ? "text/javascript" : "text/html";
    }

    private static byte[] read(String file) {
        try (InputStream in = Page.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing beside " + Page.class.getName());
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
