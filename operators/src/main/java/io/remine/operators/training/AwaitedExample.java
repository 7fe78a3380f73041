package io.remine.operators.training;

import io.remine.state.record.Example;

/**
 * An example whose clicked document the index does not hold yet.
 *
 * @param untilMillis processing time at which it is given up, in milliseconds since 1970
 */
record AwaitedExample(Example example, long untilMillis) {}
