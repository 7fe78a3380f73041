package io.remine.state.encoder;

/** How the vectors of a text's tokens become the one of the text. */
public enum Pooling {
    /** The vector of the first token, {@code [CLS]} (Devlin et al. 2019). */
    CLS,
    /** The mean over all tokens (Reimers and Gurevych 2019). */
    MEAN
}
