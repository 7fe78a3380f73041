/**
 * Queries meet their clicks and negatives and become examples, whichever comes first. {@link io.remine.operators.joining.Join}
 * is the rule,
 * {@link io.remine.operators.joining.JoinOperator} keeps its state in Flink. Knows no model.
 */
package io.remine.operators.joining;
