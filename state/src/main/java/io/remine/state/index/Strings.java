package io.remine.state.index;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
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

    static List<String> read(String name, int count, SafeTensors tensors) throws CorruptDataException {
        ByteBuffer bytes = tensors.tensor(bytesName(name), Tensor.Type.U8).data();
        long[] ends = tensors.tensor(endsName(name), Tensor.Type.I64).toLongs();
        long last = ends.length == 0 ? 0 : ends[ends.length - 1];
        if (ends.length != count || last != bytes.capacity()) {
            throw new CorruptDataException("segment: %d %s that end at %d, expected %d that end at %d"
                    .formatted(ends.length, bytesName(name), last, count, bytes.capacity()));
        }
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        List<String> strings = new ArrayList<>(count);
        int begin = 0;
        for (long end : ends) {
            if (end < begin || end > bytes.capacity()) {
                throw new CorruptDataException("segment: one of %s lies from %d to %d of %d"
                        .formatted(bytesName(name), begin, end, bytes.capacity()));
            }
            try {
                strings.add(utf8.decode(bytes.slice(begin, (int) end - begin)).toString());
            } catch (CharacterCodingException e) {
                throw new CorruptDataException("segment: one of %s is not UTF-8".formatted(bytesName(name)), e);
            }
            begin = (int) end;
        }
        return strings;
    }
}
