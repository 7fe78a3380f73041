package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterHashTest {

    @Test
    void isTheSha256OfLittleEndianFloats() {
        // printf '\x00\x00\x80\x3f\x00\x00\x00\xc0' | sha256sum
        assertThat(ParameterHash.ofSlice(new float[] {1, -2}).hex())
                .isEqualTo("ee4ac73c2bd27756ab82780f27c73a7bc4d3f0bb6acb37e008bc27eccd7e588b");
    }

    @Test
    void aModelsHashIsThatOfItsSlicesHashes() {
        float[] parameters = new float[20_000];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = i;
        }
        SliceLayout layout = new SliceLayout(parameters.length, 9_000);
        List<ParameterHash> slices = List.of(
                ParameterHash.ofSlice(layout.copyOf(0, parameters)),
                ParameterHash.ofSlice(parameters, 9_000, 9_000),
                ParameterHash.ofSlice(layout.copyOf(2, parameters)));

        assertThat(ParameterHash.ofParameters(layout, parameters)).isEqualTo(ParameterHash.ofSlices(slices));
    }
}
