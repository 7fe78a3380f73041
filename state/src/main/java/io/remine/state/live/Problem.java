package io.remine.state.live;

/** Why something that was read, or tried, came to nothing. None of these ends the live consumer. */
public enum Problem {
    /** A record that is not what its topic holds; skipped. */
    MALFORMED_RECORD,
    /** A record that no trusted key has signed, where one must; skipped. */
    UNTRUSTED_RECORD,
    /** A manifest older than the one before it of the same timeline; not used. */
    STALE_MANIFEST,
    /** A version older than the one that the gate released before it of the same timeline; only a pin goes back. */
    STALE_RELEASE,
    /** A manifest whose segments cannot be used; the view before it stays. */
    BAD_INDEX,
    /** A release whose version cannot be used; the encoder before it stays. */
    BAD_RELEASE,
    /** The cache directory cannot be read or written; what was to be written is tried again, and nothing after it read. */
    STORAGE,
    /** The broker cannot be reached, or refuses. */
    BROKER,
    /** A fault of ours, or of a listener. */
    INTERNAL
}
