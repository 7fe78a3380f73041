package io.remine.operators.flink;

import io.remine.state.codec.Codec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What a checkpoint remembers of a codec. Version 1: name of the codec's class (string), version of its layout (int). State
 * of an older layout is compatible as it is, because every encoded value names its layout; state of a newer one is refused.
 */
public final class CodecSerializerSnapshot<T> implements TypeSerializerSnapshot<T> {

    private static final int FORMAT = 1;

    private Codec<T> codec;
    private int layout;

    /** For Flink, which makes one and calls {@link #readSnapshot}. */
    public CodecSerializerSnapshot() {}

    CodecSerializerSnapshot(Codec<T> codec) {
        this.codec = codec;
        this.layout = codec.version();
    }

    @Override
    public int getCurrentVersion() {
        return FORMAT;
    }

    @Override
    public void writeSnapshot(DataOutputView out) throws IOException {
        out.writeUTF(codec.getClass().getName());
        out.writeInt(layout);
    }

    @Override
    @SuppressWarnings("unchecked") // Flink pairs the snapshot with the state it was written with
    public void readSnapshot(int format, DataInputView in, ClassLoader loader) throws IOException {
        if (format != FORMAT) {
            throw new IOException("snapshot of a codec in format %d, this release reads %d".formatted(format, FORMAT));
        }
        codec = (Codec<T>) CodecInstances.named(in.readUTF(), loader);
        layout = in.readInt();
    }

    @Override
    public TypeSerializer<T> restoreSerializer() {
        return new CodecSerializer<>(codec);
    }

    @Override
    public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(TypeSerializerSnapshot<T> old) {
        boolean readable = old instanceof CodecSerializerSnapshot<T> that
                && that.codec.getClass().equals(codec.getClass())
                && that.layout <= codec.version();
        return readable
                ? TypeSerializerSchemaCompatibility.compatibleAsIs()
                : TypeSerializerSchemaCompatibility.incompatible();
    }
}
