package io.remine.state.encoder;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Text to token ids, with the special tokens at both ends. What the {@code tokenizer.json} says about padding and length
 * is set aside: nothing is padded here, and texts are cut to the encoder's own limit. One instance serves all threads.
 */
public final class TextTokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer tokenizer;

    /**
     * @param tokenizerJson a Hugging Face {@code tokenizer.json}
     * @param maxTokens longest result, with the special tokens
     * @throws IllegalArgumentException if it is no such file, or one that adds no special tokens
     */
    public TextTokenizer(byte[] tokenizerJson, int maxTokens) {
        String limit = String.valueOf(maxTokens);
        Map<String, String> options = Map.of(
                "addSpecialTokens", "true",
                "padding", "false",
                "truncation", "true",
                "maxLength", limit,
                "modelMaxLength", limit);
        try {
            tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), options);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "no tokenizer.json in these %d bytes: %s".formatted(tokenizerJson.length, e.getMessage()), e);
        }
        if (tokenize("").length == 0) { // found here, or with the first text of which nothing is left
            tokenizer.close();
            throw new IllegalArgumentException(
                    "this tokenizer.json adds no special tokens, so that some texts have none;"
                            + " give it a post_processor");
        }
    }

    /** The ids of the text's tokens: at least the special ones, at most {@code maxTokens}. */
    public int[] tokenize(String text) {
        return toInts(tokenizer.encode(text).getIds());
    }

    /** The ids of each text's tokens, in the order of the texts. */
    public List<int[]> tokenizeAll(List<String> texts) {
        int[][] tokens = new int[texts.size()][];
        List<Integer> places = IntStream.range(0, texts.size()).boxed().toList();
        Batches.forEach(
                Batches.of(places, text -> 1),
                batch -> batch.forEach(text -> tokens[text] = tokenize(texts.get(text))));
        return List.of(tokens);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] toInts(long[] ids) {
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }
}
