package io.remine.state.live;

/**
 * Whether searches are answered, and whether by what is newest.
 *
 * @param reason why it is so, in a sentence; empty if all is well
 */
public record Health(Condition condition, String reason) {

    /** From the best to the worst. */
    public enum Condition {
        /** Answers, and follows what is published. */
        SERVING,
        /** Answers by the last good view; something keeps it from going on. */
        IMPAIRED,
        /** Has no view yet. */
        STARTING,
        /** Follows no more and answers nothing. */
        CLOSED
    }

    /** Whether searches are answered: what a load balancer asks. */
    public boolean isReady() {
        return condition == Condition.SERVING || condition == Condition.IMPAIRED;
    }
}
