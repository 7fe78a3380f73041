package io.remine.operators.deadletter;

/**
 * Why a record could not be used. The names are part of the contract with readers of {@code dead-letters}; the numbers are
 * the written form and never change.
 */
public enum Reason {
    /** More bytes than the limit; not even looked at. The producer must send less. */
    TOO_LARGE(1),
    /** Not UTF-8. */
    NOT_UTF8(2),
    /** Not JSON, or nested or numbered beyond the limits. */
    NOT_JSON(3),
    /** A field that must be there is not. */
    MISSING(4),
    /** A field has the wrong type or a value outside its limits. */
    INVALID(5),
    /** The JSON names another id than the key. */
    KEY_DISAGREES(6),
    /** A click or a negative whose query did not come within the time-to-live. */
    UNMATCHED(7),
    /** An example that training could not use, such as one of a document that the index does not hold. */
    UNTRAINABLE(8),
    /** More clicks or negatives for one query than are remembered. */
    TOO_MANY(9),
    /** A click of a user, or on a document, of more than count within a window. */
    CAPPED(10);

    private final int code;

    Reason(int code) {
        this.code = code;
    }

    /** The written form. */
    int code() {
        return code;
    }

    /** The reason written as this number, or null. */
    static Reason of(int code) {
        for (Reason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return null;
    }
}
