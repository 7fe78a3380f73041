package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A list of strings as two tensors: {@code NAMEs} U8, their UTF-8 bytes back to back, and {@code NAMEEnds} I64. */
final class Strings {

    private Strings() {}

    static String bytesName(String name) {
        return name + "s";
    }

    static String endsName(String name) {
        return name + "Ends";
    }

    static void write(String name, List<String> strings, List<Tensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long[] ends = new long[strings.size()];
        for (int i = 0; i < ends.length; i++) {
            bytes.writeBytes(strings.get(i).getBytes(StandardCharsets.UTF_8));
            ends[i] = bytes.size();
        }
        tensors.add(Tensor.of(endsName(name), ends));
        tensors.add(Tensor.of(bytesName(name), bytes.toByteArray()));
    }

    /** As {@link StringColumn#read}, one object for each. */
    static List<String> read(String name, int count, SafeTensors tensors) throws CorruptDataException {
        return new ArrayList<>(StringColumn.read(name, count, tensors));
    }
}
