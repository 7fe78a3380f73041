package io.remine.streams.search;

/** A request that gets no answer but why: the message names value, limit and remedy. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param status of HTTP, 400 to 599 */
    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** What cannot be understood, or goes beyond a limit. */
    static RefusedException badRequest(String message) {
        return new RefusedException(400, message);
    }

    int status() {
        return status;
    }
}
