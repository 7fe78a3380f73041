/**
 * How values become bytes in state and between operators: one {@link io.remine.state.codec.Codec} beside each value, every
 * length bounded before anything is allocated. Knows no value of ours and neither Flink nor Kafka.
 */
package io.remine.state.codec;
