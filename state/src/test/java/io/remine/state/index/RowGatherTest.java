package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowGatherTest {

    private final NDManager manager = PyTorch.newManager(Device.cpu());

    /** A row holds its block and its place there. */
    private final List<NDArray> blocks =
            List.of(block(0, 3, DataType.FLOAT16), block(1, 2, DataType.FLOAT32), block(2, 2, DataType.FLOAT16));

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void rowsOfBlocksInHalvesAndSinglesComeInTheOrderAskedForRepeatsIncluded() {
        assertGathers(new int[] {2, 0, 0, 1, 0, 2, 1, 2}, new int[] {1, 1, 2, 0, 1, 0, 1, 1});
    }

    @Test
    void whatIsWantedOfOneKindOnlyIsRight() {
        assertGathers(new int[] {1, 1}, new int[] {1, 0});
        assertGathers(new int[] {2, 0, 2}, new int[] {0, 2, 1});
    }

    private void assertGathers(int[] blockOf, int[] rowOf) {
        for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT16)) {
            NDArray gathered = RowGather.gather(blocks, blockOf, rowOf, type, manager);
            assertThat(gathered.getDataType()).isEqualTo(type);
            float[] values = gathered.toType(DataType.FLOAT32, true).toFloatArray();
            for (int i = 0; i < blockOf.length; i++) {
                assertThat(values[2 * i]).isEqualTo(blockOf[i]);
                assertThat(values[2 * i + 1]).isEqualTo(rowOf[i]);
            }
        }
    }

    private NDArray block(int number, int rows, DataType type) {
        float[][] values = new float[rows][];
        for (int row = 0; row < rows; row++) {
            values[row] = new float[] {number, row};
        }
        return manager.create(values).toType(type, true);
    }
}
