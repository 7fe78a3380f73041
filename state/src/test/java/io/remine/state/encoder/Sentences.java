package io.remine.state.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** English texts of every length: the sentences of {@code sentences.txt}, and passages cut from them in running order. */
final class Sentences {

    private Sentences() {}

    /** The sentences as they stand. */
    static List<String> all() {
        try (InputStream in = Sentences.class.getResourceAsStream("/encoder/sentences.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * So many texts: all sentences first, then passages of 1, 2, ... up to {@code maxTokens} tokens and again from 1, each
     * from another place.
     *
     * @param tokenizer its special tokens are not counted
     */
    static List<String> texts(int count, int maxTokens, TextTokenizer tokenizer) {
        List<String> texts = new ArrayList<>(all());
        List<String> words = Arrays.asList(String.join(" ", texts).split(" "));
        for (int i = 0; texts.size() < count; i++) {
            texts.add(passage(words, 37 * i, 1 + i % maxTokens, tokenizer));
        }
        return texts.subList(0, count);
    }

    /** The longest passage from this word on, going round at the end, of at most so many tokens; one word at least. */
    private static String passage(List<String> words, int from, int maxTokens, TextTokenizer tokenizer) {
        StringBuilder passage = new StringBuilder(words.get(from % words.size()));
        for (int i = from + 1; ; i++) {
            String longer = passage + " " + words.get(i % words.size());
            if (tokenizer.tokenize(longer).length - 2 > maxTokens) {
                return passage.toString();
            }
            passage = new StringBuilder(longer);
        }
    }
}
