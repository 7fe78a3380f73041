package io.remine.state.resource;

import java.util.function.Supplier;

/** A value that is made when somebody first asks for it, once; several threads may ask. */
public final class Lazy<T> implements Supplier<T> {

    private Supplier<? extends T> make; // null when it is made
    private volatile T value;

    /** @param make never null; called again if it fails */
    public Lazy(Supplier<? extends T> make) {
        this.make = make;
    }

    /** One that is there already. */
    public static <T> Lazy<T> of(T value) {
        Lazy<T> made = new Lazy<>(null);
        made.value = value;
        return made;
    }

    @Override
    public T get() {
        T now = value;
        return now != null ? now : make();
    }

    private synchronized T make() {
        if (value == null) {
            value = make.get();
            make = null;
        }
        return value;
    }
}
