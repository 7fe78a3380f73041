/** What an operator wants written to Kafka: key, value and headers. Which topic is the wiring's business. */
package io.remine.operators.outgoing;
