package io.remine.state.signing;

import io.remine.state.codec.CorruptDataException;

/** A record that nobody who is trusted has signed; nothing of it has been used. */
public final class UntrustedRecordException extends CorruptDataException {

    private static final long serialVersionUID = 1L;

    UntrustedRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
