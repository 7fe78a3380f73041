package io.remine.operators.intake;

import io.remine.operators.deadletter.Reason;

/** A record that breaks the contract with producers; the producer must act. */
public final class MalformedRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public MalformedRecordException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    MalformedRecordException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
