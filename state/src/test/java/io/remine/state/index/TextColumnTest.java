package io.remine.state.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.CorruptDataException;
import io.remine.state.tensor.SafeTensors;
import io.remine.state.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextColumnTest {

    private static final List<String> TEXTS = List.of("a small dog", "", "un été à Zürich", "犬");

    @Test
    void readsWhatWasWrittenWhereverItLies() throws CorruptDataException {
        byte[] written = written(TEXTS);
        ByteBuffer direct =
                ByteBuffer.allocateDirect(written.length).put(written).flip();
        for (ByteBuffer bytes : List.of(ByteBuffer.wrap(written), direct)) {
            TextColumn column = TextColumn.read("text", TEXTS.size(), SafeTensors.read(bytes));
            column.check();
            assertThat(strings(column)).isEqualTo(TEXTS);
        }
    }

    @Test
    void outOfJavasMemoryItKeepsItsOwnPartOnly() throws CorruptDataException {
        byte[] written = written(TEXTS);
        TextColumn column = TextColumn.read("text", TEXTS.size(), SafeTensors.read(written));
        TextColumn apart = column.apart();
        Arrays.fill(written, (byte) 'x');
        assertThat(strings(apart)).isEqualTo(TEXTS);

        ByteBuffer direct =
                ByteBuffer.allocateDirect(written.length).put(written(TEXTS)).flip();
        TextColumn mapped = TextColumn.read("text", TEXTS.size(), SafeTensors.read(direct));
        assertThat(mapped.apart()).isSameAs(mapped);
    }

    @Test
    void refusesStringsThatDoNotLieBackToBackOrAreNotUtf8() throws CorruptDataException {
        byte[] ascii = {'a', 'b', 'c'};
        byte[] cut = {'a', (byte) 0xc3, (byte) 0xa9}; // a letter of two bytes, that a string ends in the middle of
        assertThatThrownBy(() -> column(ascii, 1, 3).check())
                .as("a row too few")
                .hasMessageContaining("2 texts that end at 3, expected 3 that end at 3");
        assertThatThrownBy(() -> column(ascii, 1, 2, 2).check()).hasMessageContaining("end at 2, expected 3");
        assertThatThrownBy(() -> column(ascii, 2, 1, 3).check()).hasMessageContaining("lies from 2 to 1 of 3");
        assertThatThrownBy(() -> column(ascii, 1, 4, 3).check()).hasMessageContaining("lies from 1 to 4 of 3");
        assertThatThrownBy(() -> column(ascii, -1, 1, 3).check()).hasMessageContaining("lies from 0 to -1 of 3");
        assertThatThrownBy(() -> column(cut, 1, 2, 3).check()).hasMessageContaining("one of texts is not UTF-8");
        column(cut, 1, 3, 3).check();
    }

    private static TextColumn column(byte[] bytes, long... ends) throws CorruptDataException {
        List<Tensor> tensors = List.of(Tensor.of("textEnds", ends), Tensor.of("texts", bytes));
        return TextColumn.read("text", 3, SafeTensors.read(SafeTensors.write(tensors, Map.of())));
    }

    private static byte[] written(List<String> texts) {
        List<Tensor> tensors = new ArrayList<>();
        Strings.write("text", texts, tensors);
        return SafeTensors.write(tensors, Map.of());
    }

    private static List<String> strings(TextColumn column) {
        List<String> strings = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            strings.add(column.get(row));
        }
        return strings;
    }
}
