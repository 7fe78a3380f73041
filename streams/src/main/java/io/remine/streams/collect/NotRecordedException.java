package io.remine.streams.collect;

/**
 * The brokers have not confirmed a record: it may be there or not. To send it again, with the same id, does no harm, because the
 * same query, and the same click, counts once.
 */
public final class NotRecordedException extends Exception {

    private static final long serialVersionUID = 1L;

    NotRecordedException(String message, Throwable cause) {
        super(message, cause);
    }
}
