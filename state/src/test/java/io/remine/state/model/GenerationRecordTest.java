package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.Pooling;
import io.remine.state.encoder.Prompts;
import io.remine.state.encoder.Trainable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GenerationRecordTest {

    private static final GenerationRecord RECORD = new GenerationRecord(
            new Generation(2),
            new EncoderConfig(30522, 512, 2, 384, 6, 12, 1536, 1e-12f, 128)
                    .with(128, Pooling.CLS, new Prompts("query: ", "passage: ")),
            BlobRef.of(new byte[] {1}),
            BlobRef.of(new byte[] {2, 3}),
            new Trainable.LastLayers(2),
            3_550_000);

    @Test
    void readsAndWritesItsGoldenFile() throws CorruptDataException {
        byte[] golden = GoldenFile.readLine("model/generation-2.json");

        assertThat(new String(RECORD.toJson(), StandardCharsets.UTF_8))
                .isEqualTo(new String(golden, StandardCharsets.UTF_8));
        assertThat(GenerationRecord.fromJson(golden)).isEqualTo(RECORD);
    }

    @Test
    void readsTheFormatWithoutPoolingAndPromptsAsTheMeanAndNone() throws CorruptDataException {
        EncoderConfig config = GenerationRecord.fromJson(GoldenFile.readLine("model/generation-1.json"))
                .config();

        assertThat(config.pooling()).isEqualTo(Pooling.MEAN);
        assertThat(config.prompts()).isEqualTo(Prompts.NONE);
        assertThat(config.with(128, RECORD.config().pooling(), RECORD.config().prompts()))
                .isEqualTo(RECORD.config());
    }

    @Test
    void refusesAPoolingThatItDoesNotKnow() {
        String json = new String(RECORD.toJson(), StandardCharsets.UTF_8).replace("\"CLS\"", "\"MAX\"");

        assertThatThrownBy(() -> GenerationRecord.fromJson(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("Pooling.MAX");
    }

    @Test
    void refusesAnEncoderThatCannotBe() {
        String json = new String(RECORD.toJson(), StandardCharsets.UTF_8).replace("\"heads\":12", "\"heads\":7");

        assertThatThrownBy(() -> GenerationRecord.fromJson(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("no multiple of heads 7");
    }
}
