package io.remine.operators.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.operators.Golden;
import io.remine.state.blob.BlobRef;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.model.ParameterHash;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MergingCodecsTest {

    private static final BaseSlice BASE = new BaseSlice(new float[] {1, -0f, 1e-40f}, new float[] {0.5f, 0, -2}, 32);

    @Test
    void aBaseSliceIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check("merging/base-slice-2.hex", BaseSliceCodec.INSTANCE, BASE);
    }

    @Test
    void aBaseSliceOfVersion1IsStillRead() throws IOException {
        assertThat(BaseSliceCodec.INSTANCE.decode(Golden.read("merging/base-slice-1.hex")))
                .isEqualTo(BASE);
        assertThat(BaseSliceCodec.INSTANCE.decode(Golden.read("merging/base-slice-without-velocity-1.hex")))
                .isEqualTo(BaseSlice.initial(new float[] {1, 2}));
    }

    @Test
    void everyFlippedBitOfABaseSliceIsRefused() {
        byte[] whole = BaseSliceCodec.INSTANCE.encode(BASE);
        for (int bit = 8; bit < 8 * whole.length; bit++) {
            byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> BaseSliceCodec.INSTANCE.decode(flipped))
                    .as("bit %d", bit)
                    .isInstanceOf(CorruptDataException.class);
        }
    }

    @Test
    void aBaseSliceWithoutVelocityIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check(
                "merging/base-slice-2-without-velocity.hex",
                BaseSliceCodec.INSTANCE,
                BaseSlice.initial(new float[] {1, 2}));
    }

    @Test
    void aMergedSliceIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check(
                "merging/merged-slice-1.hex",
                MergedSliceCodec.INSTANCE,
                new MergedSlice(
                        7,
                        3,
                        BlobRef.of(new byte[] {1}),
                        Optional.of(BlobRef.of(new byte[] {2, 3})),
                        ParameterHash.ofSlice(new float[] {1})));
    }

    @Test
    void aMergedSliceWithoutFullCopyIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check(
                "merging/merged-slice-without-full-copy-1.hex",
                MergedSliceCodec.INSTANCE,
                new MergedSlice(
                        1, 0, BlobRef.of(new byte[] {1}), Optional.empty(), ParameterHash.ofSlice(new float[] {1})));
    }
}
