/**
 * The contract with producers and what becomes of it: documents, queries and clicks as they arrive in JSON, and the example
 * that a query and its click make together. Knows neither Flink nor Kafka.
 */
package io.remine.state.record;
