package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SliceLayoutTest {

    @Test
    void slicesCoverEveryParameterOnce() {
        SliceLayout layout = new SliceLayout(10, 4);

        assertThat(layout.slices()).isEqualTo(3);
        assertThat(layout.start(2)).isEqualTo(8);
        assertThat(layout.length(2)).isEqualTo(2);
        assertThat(layout.copyOf(1, new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})).containsExactly(4, 5, 6, 7);
    }

    @Test
    void anExactMultipleHasNoEmptySlice() {
        assertThat(new SliceLayout(8, 4).slices()).isEqualTo(2);
    }

    @Test
    void refusesALayoutThatNoVersionCouldList() {
        assertThatThrownBy(() -> new SliceLayout(Integer.MAX_VALUE, 1)).hasMessageContaining("use longer slices");
    }

    @Test
    void refusesParametersOfAnotherModel() {
        assertThatThrownBy(() -> new SliceLayout(3, 2).copyOf(0, new float[4])).hasMessageContaining("4 parameters");
    }
}
