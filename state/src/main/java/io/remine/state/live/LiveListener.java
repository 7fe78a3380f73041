package io.remine.state.live;

/**
 * Is told what happens to a live index, in the thread that follows the topics: keep it short, it delays what comes next. What
 * it throws is counted as {@link Problem#INTERNAL} and goes no further.
 */
public interface LiveListener {

    /** More of what was on the topics at the beginning has been read. */
    default void onProgress(Progress progress) {}

    /** Searches see another view from now on; it is valid during the call. */
    default void onView(View view) {}
}
