package io.remine.state.invariant;

/** A promise that is checked while things happen. Any thread may show it something. */
public interface Invariant {

    /** The promise in a few words, such as {@code no worker strays}. */
    String name();

    /** Whether it has held so far, and what it was judged by. */
    Finding finding();
}
