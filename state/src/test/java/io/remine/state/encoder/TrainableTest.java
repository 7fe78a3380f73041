package io.remine.state.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainableTest {

    private static final EncoderConfig TWELVE_LAYERS = new EncoderConfig(100, 64, 2, 8, 12, 2, 16, 1e-12f, 64);

    @ParameterizedTest
    @ValueSource(strings = {"all", "all-but-embeddings", "last-1", "last-12"})
    void everySettingIsWrittenAsItIsRead(String setting) {
        assertThat(Trainable.parse(setting)).hasToString(setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ALL", "last", "last-0", "last--1", "last-9999", "some"})
    void anythingElseIsRefusedWithWhatMayBeWritten(String setting) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trainable.parse(setting))
                .withMessageContaining("all-but-embeddings or last-N");
    }

    @Test
    void theLastLayersAreToldApartByTheirWholeNumber() {
        Trainable lastTwo = new Trainable.LastLayers(2);
        assertThat(lastTwo.trains("encoder.layer.11.output.dense.bias", TWELVE_LAYERS))
                .isTrue();
        assertThat(lastTwo.trains("encoder.layer.10.output.dense.bias", TWELVE_LAYERS))
                .isTrue();
        assertThat(lastTwo.trains("encoder.layer.1.output.dense.bias", TWELVE_LAYERS))
                .isFalse();
        assertThat(lastTwo.trains("embeddings.LayerNorm.bias", TWELVE_LAYERS)).isFalse();
    }

    @Test
    void moreLayersThanThereAreMeansAllOfThem() {
        assertThat(new Trainable.LastLayers(99).trains("encoder.layer.0.output.dense.bias", TWELVE_LAYERS))
                .isTrue();
    }

    @Test
    void miniLmTrainsTenMillionOfItsTwentyTwoByDefault() {
        assertThat(ParameterLayout.of(MiniLm.CONFIG, new Trainable.All()).size())
                .isEqualTo(22_565_376);
        assertThat(ParameterLayout.of(MiniLm.CONFIG, new Trainable.AllButEmbeddings())
                        .size())
                .isEqualTo(10_646_784);
    }
}
