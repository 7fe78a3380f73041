package io.remine.state.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.GoldenFile;
import io.remine.state.codec.CorruptDataException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliceBlobsTest {

    private static final SliceLayout LAYOUT = new SliceLayout(5, 3);
    private static final int[] UPDATE = {-1, Integer.MIN_VALUE};
    private static final float[] PARAMETERS = {1, -0f};

    @Test
    void anUpdateReadsAndWritesItsGoldenFile() throws CorruptDataException {
        byte[] golden = GoldenFile.read("model/slice-update.safetensors");

        assertThat(SliceBlobs.writeUpdate(1, UPDATE)).isEqualTo(golden);
        assertThat(SliceBlobs.readUpdate(golden, LAYOUT, 1)).isEqualTo(UPDATE);
    }

    @Test
    void aFullCopyReadsAndWritesItsGoldenFile() throws CorruptDataException {
        byte[] golden = GoldenFile.read("model/slice-full.safetensors");

        assertThat(SliceBlobs.writeFull(1, PARAMETERS)).isEqualTo(golden);
        assertThat(SliceBlobs.readFull(golden, LAYOUT, 1)).isEqualTo(PARAMETERS);
    }

    @Test
    void severalUpdatesOfAVersionAddUpWithWrapping() throws CorruptDataException {
        byte[] first = SliceBlobs.writeUpdate(1, new int[] {1, Integer.MAX_VALUE});
        byte[] second = SliceBlobs.writeUpdate(1, new int[] {2, 1});

        assertThat(SliceBlobs.readUpdates(List.of(first, second), LAYOUT, 1)).containsExactly(3, Integer.MIN_VALUE);
    }

    @Test
    void refusesTheBlobOfAnotherSliceOrLength() {
        byte[] blob = SliceBlobs.writeUpdate(1, UPDATE);

        assertThatThrownBy(() -> SliceBlobs.readUpdate(blob, LAYOUT, 0)).isInstanceOf(CorruptDataException.class);
        assertThatThrownBy(() -> SliceBlobs.readUpdate(blob, new SliceLayout(6, 3), 1))
                .hasMessageContaining("2 numbers, expected slice 1 with 3");
    }

    @Test
    void refusesAFullCopyForAnUpdate() {
        assertThatThrownBy(() -> SliceBlobs.readUpdate(SliceBlobs.writeFull(1, PARAMETERS), LAYOUT, 1))
                .isInstanceOf(CorruptDataException.class);
    }
}
