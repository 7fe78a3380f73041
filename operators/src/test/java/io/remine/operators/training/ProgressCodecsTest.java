package io.remine.operators.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.Golden;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.evaluation.Prequential;
import io.remine.state.lineage.InputPosition;
import io.remine.state.lineage.Lineage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressCodecsTest {

    private static final ProgressSlice PROGRESS =
            new ProgressSlice(1, 7, 2, Arithmetic.FLOAT, 64, new int[] {0, -1, Float.floatToRawIntBits(0.5f)});

    private static final RoundSummary SUMMARY = new RoundSummary(
            1,
            7,
            new Lineage(64, -5),
            Prequential.NONE.plus(0.5, 0.25, 0.125).plus(1),
            List.of(new InputPosition("clicks", 0, 41), new InputPosition("clicks", 3, 7)),
            1.25,
            2,
            1,
            1e-7f);

    @Test
    void progressKeepsItsWrittenForm() throws IOException {
        Golden.check("progress-slice-2.bin", ProgressSliceCodec.INSTANCE, PROGRESS);
    }

    @Test
    void roundedProgressKeepsItsWrittenForm() throws IOException {
        Golden.check("progress-slice-2-fp16.bin", ProgressSliceCodec.INSTANCE, rounded(Precision.FP16));
        Golden.check("progress-slice-2-int8.bin", ProgressSliceCodec.INSTANCE, rounded(Precision.INT8));
    }

    @Test
    void progressOfVersion1IsReadAsNotRounded() throws IOException {
        assertThat(ProgressSliceCodec.INSTANCE.decode(Golden.read("progress-slice-1.bin")))
                .isEqualTo(PROGRESS);
    }

    @Test
    void bitPatternsAreNotRounded() {
        assertThatThrownBy(() -> new ProgressSlice(0, 1, 0, Arithmetic.BIT_PATTERN, Precision.INT8, 1, new int[] {1}))
                .hasMessageContaining("bit patterns as INT8, must be FP32");
    }

    @Test
    void summaryKeepsItsWrittenForm() throws IOException {
        Golden.check("round-summary-2.bin", RoundSummaryCodec.INSTANCE, SUMMARY);
    }

    @Test
    void aSummaryOfVersion1IsReadAsOneWithoutGains() throws IOException {
        RoundSummary read = RoundSummaryCodec.INSTANCE.decode(Golden.read("round-summary-1.bin"));

        assertThat(read.prequential()).isEqualTo(Prequential.withoutGains(2, 1.5, 1, 0.5, 0.25));
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("prequential")
                .isEqualTo(SUMMARY);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = ProgressSliceCodec.INSTANCE.encode(PROGRESS);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> ProgressSliceCodec.INSTANCE.decode(cut)).isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void everyFlippedBitOfProgressIsRefused() {
        byte[] whole = ProgressSliceCodec.INSTANCE.encode(rounded(Precision.INT8));
        for (int bit = 8; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> ProgressSliceCodec.INSTANCE.decode(flipped))
                    .as("bit %d", bit)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void aLengthOverTheLimitIsRefusedBeforeAnythingIsAllocated() {
        byte[] bytes = ProgressSliceCodec.INSTANCE.encode(PROGRESS);
        int lengthAt = bytes.length - Integer.BYTES * (PROGRESS.values().length + 2); // and a checksum
        ByteBuffer.wrap(bytes).putInt(lengthAt, Integer.MAX_VALUE);
        assertThatThrownBy(() -> ProgressSliceCodec.INSTANCE.decode(bytes))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("limit " + ProgressSlice.MAX_VALUES);
    }

    private static ProgressSlice rounded(Precision precision) {
        int[] values = {Float.floatToRawIntBits(0.3f), Float.floatToRawIntBits(-1e-3f), 0};
        precision.round(values, 0, values.length);
        return new ProgressSlice(1, 7, 2, Arithmetic.FLOAT, precision, 64, values);
    }
}
