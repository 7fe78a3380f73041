package io.remine.state.codec;

import java.io.IOException;

/** Bytes that are not what they claim to be; nothing of them has been used. */
public class CorruptDataException extends IOException {

    private static final long serialVersionUID = 1L;

    public CorruptDataException(String message) {
        super(message);
    }

    public CorruptDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
