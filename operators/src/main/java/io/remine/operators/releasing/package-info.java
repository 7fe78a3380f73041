/**
 * Whether a version goes live: {@link io.remine.operators.releasing.Gate} is the rule,
 * {@link io.remine.operators.releasing.GateOperator} remembers what is live and writes {@code releases}. What somebody pins
 * by hand is none of its business: readers let the pin win.
 */
package io.remine.operators.releasing;
