package io.remine.operators.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.remine.state.codec.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class CodecSerializerTest {

    private final TypeSerializer<int[]> serializer =
            CodecTypeInformation.of(PairCodec.INSTANCE, int[].class).serializer();

    @Test
    void readsWhatItWrites() throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(16);
        serializer.serialize(new int[] {3, -4}, out);

        assertThat(serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
                .containsExactly(3, -4);
    }

    @Test
    void copyIsIndependentOfTheOriginal() {
        int[] original = {1, 2};
        int[] copy = serializer.copy(original);
        original[0] = 9;

        assertThat(copy).containsExactly(1, 2);
    }

    @Test
    void isTheSameAfterJavaSerialization() throws Exception {
        assertThat(InstantiationUtil.clone(serializer)).isEqualTo(serializer).hasSameHashCodeAs(serializer);
    }

    @Test
    void restoredSnapshotGivesTheSerializerBackAndIsCompatible() throws IOException {
        TypeSerializerSnapshot<int[]> restored = throughCheckpoint(serializer.snapshotConfiguration());

        assertThat(restored.restoreSerializer()).isEqualTo(serializer);
        assertThat(serializer
                        .snapshotConfiguration()
                        .resolveSchemaCompatibility(restored)
                        .isCompatibleAsIs())
                .isTrue();
    }

    @Test
    void olderLayoutIsCompatibleAndNewerIsRefused() throws IOException {
        TypeSerializerSnapshot<int[]> current = serializer.snapshotConfiguration();

        assertThat(current.resolveSchemaCompatibility(throughCheckpoint(layout(1)))
                        .isCompatibleAsIs())
                .isTrue();
        assertThat(current.resolveSchemaCompatibility(throughCheckpoint(layout(3)))
                        .isIncompatible())
                .isTrue();
    }

    @Test
    void codecThatARestoredJobCouldNotFindIsRefusedAtOnce() {
        assertThatThrownBy(() -> CodecTypeInformation.of(new Anonymous(), String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("INSTANCE");
    }

    private static TypeSerializerSnapshot<int[]> layout(int version) {
        return new CodecSerializer<>(new PairCodec(version)).snapshotConfiguration();
    }

    private static TypeSerializerSnapshot<int[]> throughCheckpoint(TypeSerializerSnapshot<int[]> snapshot)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
        return TypeSerializerSnapshot.readVersionedSnapshot(
                new DataInputDeserializer(out.getCopyOfBuffer()), CodecSerializerTest.class.getClassLoader());
    }

    private static final class Anonymous implements Codec<String> {

        private static final long serialVersionUID = 1L;

        @Override
        public int version() {
            return 1;
        }

        @Override
        public void writeFields(String value, DataOutput out) throws IOException {
            out.writeUTF(value);
        }

        @Override
        public String readFields(int version, DataInput in) throws IOException {
            return in.readUTF();
        }
    }
}
