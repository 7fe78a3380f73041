package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTokenizerTest {

    @Test
    void tokensAreBertsWithTheSpecialOnesAtBothEndsAndNoPadding() {
        try (TextTokenizer tokenizer = new TextTokenizer(MiniLm.tokenizerJson(), 512)) {
            assertThat(tokenizer.tokenize("Hello world")).containsExactly(101, 7592, 2088, 102);
            assertThat(tokenizer.tokenize("")).containsExactly(101, 102);
        }
    }

    @Test
    void aLongTextIsCutToTheLimitAndStillEndsWithTheSpecialToken() {
        String text = "world ".repeat(1000);
        for (int limit : new int[] {3, 128, 300, 512}) {
            try (TextTokenizer tokenizer = new TextTokenizer(MiniLm.tokenizerJson(), limit)) {
                int[] tokens = tokenizer.tokenize(text);
                assertThat(tokens).hasSize(limit).startsWith(101, 2088).endsWith(102);
            }
        }
    }

    @Test
    void bytesThatAreNoTokenizerAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextTokenizer("{}".getBytes(StandardCharsets.UTF_8), 128))
                .withMessageContaining("tokenizer.json");
    }

    @Test
    void aTokenizerThatLeavesNothingOfSomeTextsIsRefused() {
        String json = new String(MiniLm.tokenizerJson(), StandardCharsets.UTF_8);
        String without = json.replaceFirst(
                "(?s)\"post_processor\":.*?,\\s*\"decoder\":", "\"post_processor\":null,\"decoder\":");
        assertThat(without).isNotEqualTo(json);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TextTokenizer(without.getBytes(StandardCharsets.UTF_8), 128))
                .withMessageContaining("post_processor");
    }
}
