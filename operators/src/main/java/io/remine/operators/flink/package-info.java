/**
 * Flink's view of our values: type information and serializers made from a {@link io.remine.state.codec.Codec}. Knows no
 * value of ours and no operator.
 */
package io.remine.operators.flink;
