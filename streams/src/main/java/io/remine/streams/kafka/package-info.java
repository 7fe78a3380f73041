/**
 * How records come from Kafka and go to it: read committed, written exactly once, nothing ever failing for its content. Knows
 * no job.
 */
package io.remine.streams.kafka;
