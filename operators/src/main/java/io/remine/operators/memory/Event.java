package io.remine.operators.memory;

/** What happens to examples and candidates that an operator of the system wants counted. */
public enum Event {
    /** A negative was taken out, as it may be relevant or teaches nothing. */
    DROPPED,
    /** An example counts less, as its click is probably wrong. */
    FADED,
    /** A document was clicked that had served as a negative for the query, within the window. */
    LATE_CLICK
}
