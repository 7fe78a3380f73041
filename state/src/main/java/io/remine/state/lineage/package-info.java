/**
 * Which input a model contains: the count and digest of its examples, and how far into each partition it has read. Knows
 * neither Flink nor Kafka.
 */
package io.remine.state.lineage;
