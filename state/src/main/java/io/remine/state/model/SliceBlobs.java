package io.remine.state.model;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The blobs of a slice. An update is safetensors with one I32 tensor {@code update}, a {@link BitDifference}; a full copy is
 * safetensors with one F32 tensor {@code parameters}. Both carry {@code format} and {@code slice} in their metadata.
 */
public final class SliceBlobs {

    private static final String FORMAT = "1";
    private static final String UPDATE = "update";
    private static final String PARAMETERS = "parameters";

    private SliceBlobs() {}

    /** The blob of an update. */
    public static byte[] writeUpdate(int slice, int[] difference) {
        return SafeTensors.write(List.of(Tensor.of(UPDATE, difference)), metadata(slice));
    }

    /**
     * The update of this slice.
     *
     * @throws CorruptDataException if the blob is of another slice or length
     */
    public static int[] readUpdate(byte[] blob, SliceLayout layout, int slice) throws CorruptDataException {
        return read(blob, UPDATE, Tensor.Type.I32, layout, slice).toInts();
    }

    /**
     * The updates of this slice in one version, added up.
     *
     * @throws CorruptDataException if a blob is of another slice or length
     */
    public static int[] readUpdates(List<byte[]> blobs, SliceLayout layout, int slice) throws CorruptDataException {
        int[] sum = new int[layout.length(slice)];
        for (byte[] blob : blobs) {
            int[] update = readUpdate(blob, layout, slice);
            Arrays.setAll(sum, i -> sum[i] + update[i]);
        }
        return sum;
    }

    /** The blob of a full copy. */
    public static byte[] writeFull(int slice, float[] parameters) {
        return SafeTensors.write(List.of(Tensor.of(PARAMETERS, parameters)), metadata(slice));
    }

    /**
     * The parameters of this slice.
     *
     * @throws CorruptDataException if the blob is of another slice or length
     */
    public static float[] readFull(byte[] blob, SliceLayout layout, int slice) throws CorruptDataException {
        return read(blob, PARAMETERS, Tensor.Type.F32, layout, slice).toFloats();
    }

    private static Map<String, String> metadata(int slice) {
        return new TreeMap<>(Map.of("format", FORMAT, "slice", Integer.toString(slice)));
    }

    private static Tensor read(byte[] blob, String name, Tensor.Type type, SliceLayout layout, int slice)
            throws CorruptDataException {
        SafeTensors tensors = SafeTensors.read(blob);
        if (!tensors.metadata("format").equals(FORMAT)) {
            throw new CorruptDataException(
                    "slice blob of format %s, this release reads %s; use a newer release to read it"
                            .formatted(tensors.metadata("format"), FORMAT));
        }
        Tensor tensor = tensors.tensor(name, type);
        if (!tensors.metadata("slice").equals(Integer.toString(slice)) || tensor.size() != layout.length(slice)) {
            throw new CorruptDataException("blob of slice %s with %d numbers, expected slice %d with %d"
                    .formatted(tensors.metadata("slice"), tensor.size(), slice, layout.length(slice)));
        }
        return tensor;
    }
}
