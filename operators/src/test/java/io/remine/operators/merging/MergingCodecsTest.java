package io.remine.operators.merging;

import io.remine.operators.Golden;
import io.remine.state.blob.BlobRef;
import io.remine.state.model.ParameterHash;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MergingCodecsTest {

    @Test
    void aBaseSliceIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check(
                "merging/base-slice-1.hex",
                BaseSliceCodec.INSTANCE,
                new BaseSlice(new float[] {1, -0f, 1e-40f}, new float[] {0.5f, 0, -2}, 32));
    }

    @Test
    void aBaseSliceWithoutVelocityIsWrittenAsItsGoldenFileSays() throws IOException {
        Golden.check(
                "merging/base-slice-without-velocity-1.hex",
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
