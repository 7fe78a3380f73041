package io.remine.state.live;

/** No view was as new as it was to be within the time given; the message says what there is, and why no more. */
public final class BehindException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    public BehindException(String message) {
        super(message);
    }
}
