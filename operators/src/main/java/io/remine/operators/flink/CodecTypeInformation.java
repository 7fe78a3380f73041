package io.remine.operators.flink;

import io.remine.state.codec.Codec;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * Tells Flink that values of a type travel and are kept as their codec writes them. Not a key type: keys are strings and
 * numbers.
 *
 * <p>The codec's class must have a static field {@code INSTANCE}, by which a restored job finds it again.
 */
public final class CodecTypeInformation<T> extends TypeInformation<T> {

    private static final long serialVersionUID = 1L;

    private final Codec<T> codec;
    private final Class<T> type;

    private CodecTypeInformation(Codec<T> codec, Class<T> type) {
        this.codec = codec;
        this.type = type;
    }

    /**
     * The type information of values of {@code type} written by {@code codec}.
     *
     * @throws IllegalArgumentException if the codec's class has no static field {@code INSTANCE}
     */
    public static <T> CodecTypeInformation<T> of(Codec<T> codec, Class<T> type) {
        CodecInstances.check(codec);
        return new CodecTypeInformation<>(codec, type);
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer();
    }

    /** The serializer, for state descriptors. */
    public TypeSerializer<T> serializer() {
        return new CodecSerializer<>(codec);
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof CodecTypeInformation;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodecTypeInformation<?> that
                && type.equals(that.type)
                && codec.getClass().equals(that.codec.getClass());
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + codec.getClass().hashCode();
    }

    @Override
    public String toString() {
        return "%s by %s".formatted(type.getSimpleName(), codec.getClass().getSimpleName());
    }
}
