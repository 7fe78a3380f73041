package io.remine.operators.flink;

import io.remine.state.codec.Codec;
import java.io.IOException;
import java.lang.reflect.Field;

/** Finds the one instance of a codec by the name of its class. */
final class CodecInstances {

    private static final String FIELD = "INSTANCE";

    private CodecInstances() {}

    static void check(Codec<?> codec) {
        try {
            of(codec.getClass());
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "%s has no static field %s; a restored job could not find it"
                            .formatted(codec.getClass().getName(), FIELD),
                    e);
        }
    }

    /** The codec of this class, as {@code loader} sees it. */
    static Codec<?> named(String className, ClassLoader loader) throws IOException {
        try {
            return of(Class.forName(className, true, loader));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IOException(
                    "state was written by %s, which is not a codec here; use a release that has it"
                            .formatted(className),
                    e);
        }
    }

    private static Codec<?> of(Class<?> codecClass) throws ReflectiveOperationException {
        Field field = codecClass.getDeclaredField(FIELD);
        field.setAccessible(true);
        return (Codec<?>) field.get(null);
    }
}
