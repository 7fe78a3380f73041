package io.remine.state.encoder;

/**
 * What an encoder was trained to see before a text, so that queries and documents differ: E5 has {@code "query: "} and
 * {@code "passage: "} (Wang et al. 2022), BGE an instruction before queries only. They are part of the text: they count as
 * its tokens and are pooled with it.
 *
 * @param query before every query; empty for nothing
 * @param document before every document; empty for nothing
 */
public record Prompts(String query, String document) {

    /** Longest prompt, in characters. */
    public static final int MAX_CHARS = 2_000;

    /** Texts are encoded as they are. */
    public static final Prompts NONE = new Prompts("", "");

    public Prompts {
        check("query", query);
        check("document", document);
    }

    private static void check(String side, String prompt) {
        if (prompt.length() > MAX_CHARS) {
            throw new IllegalArgumentException(
                    "%s prompt of %d characters, limit %d; shorten it".formatted(side, prompt.length(), MAX_CHARS));
        }
    }
}
