package io.remine.operators.joining;

import io.remine.state.record.Click;
import java.io.Serializable;
import java.util.Optional;

/**
 * How many different clicks of one user, or on one document, count within a window of time.
 *
 * @param clicks most that count: 1 to {@value #MAX_CLICKS}
 * @param windowMillis at least 1
 */
public record Cap(By by, int clicks, long windowMillis) implements Serializable {

    /** Each is remembered for a window. */
    public static final int MAX_CLICKS = 10_000;

    /** Whose clicks are counted together. */
    public enum By {
        /** Whoever the click names; one that names nobody is not capped. */
        USER,
        /** The document that the click names first. */
        DOCUMENT;

        /** What a click is counted under; empty if it is not counted. */
        Optional<String> of(Click click) {
            return switch (this) {
                case USER -> click.user();
                case DOCUMENT -> Optional.of(click.document().value());
            };
        }

        /** Keeps together what is counted together, and the rest apart. */
        public String key(Received received) {
            Optional<String> counted = received instanceof ReceivedClick click ? of(click.click()) : Optional.empty();
            return counted.map(name -> "c" + name).orElseGet(() -> "q" + received.query());
        }
    }

    public Cap {
        if (clicks < 1 || clicks > MAX_CLICKS || windowMillis < 1) {
            throw new IllegalArgumentException(
                    "%d clicks in %d ms count at most, must be 1 to %d clicks in at least 1 ms; leave the cap out for all"
                            .formatted(clicks, windowMillis, MAX_CLICKS));
        }
    }
}
