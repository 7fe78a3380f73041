package io.remine.operators.flink;

import io.remine.state.codec.Codec;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serializes as the codec writes. Values may hold arrays, so copies are deep, by way of their bytes; a job that knows that
 * its values are never changed switches object reuse on and pays for no copies.
 */
final class CodecSerializer<T> extends TypeSerializer<T> {

    private static final long serialVersionUID = 1L;

    private final Codec<T> codec;

    CodecSerializer(Codec<T> codec) {
        this.codec = codec;
    }

    Codec<T> codec() {
        return codec;
    }

    @Override
    public boolean isImmutableType() {
        return false;
    }

    /** Codecs hold nothing that changes, so one instance serves all threads. */
    @Override
    public TypeSerializer<T> duplicate() {
        return this;
    }

    /** None: no value of ours is filled in afterwards. */
    @Override
    public T createInstance() {
        return null;
    }

    @Override
    public T copy(T from) {
        try {
            return codec.decode(codec.encode(from));
        } catch (IOException e) {
            throw new IllegalStateException(
                    codec.getClass().getSimpleName() + " cannot read what it has just written", e);
        }
    }

    @Override
    public T copy(T from, T reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) throws IOException {
        codec.write(value, target);
    }

    @Override
    public T deserialize(DataInputView source) throws IOException {
        return codec.read(source);
    }

    @Override
    public T deserialize(T reuse, DataInputView source) throws IOException {
        return deserialize(source);
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) throws IOException {
        serialize(deserialize(source), target);
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
        return new CodecSerializerSnapshot<>(codec);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodecSerializer<?> that && codec.getClass().equals(that.codec.getClass());
    }

    @Override
    public int hashCode() {
        return codec.getClass().hashCode();
    }
}
