package io.remine.operators.training;

import io.remine.state.record.Example;

/**
 * An example that has taught nothing: taken in and counted, and to be kept as a dead letter.
 *
 * @param reason what is wrong and the remedy, for a person
 */
record Unusable(Example example, String reason) {

    static Unusable unknown(Example example) {
        return new Unusable(
                example,
                "document %s is not in the index; send it to the topic of documents before it is clicked"
                        .formatted(example.clicked()));
    }

    static Unusable givenUp(Example example, long waitMillis) {
        return new Unusable(
                example,
                "document %s did not come into the index within %d ms; send it to the topic of documents before it is clicked"
                        .formatted(example.clicked(), waitMillis));
    }

    static Unusable unfit(Example example, StepResult result) {
        return new Unusable(example, "its micro-batch was skipped: " + result.reason());
    }
}
