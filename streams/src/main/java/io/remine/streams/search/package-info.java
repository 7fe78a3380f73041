/**
 * Search over HTTP: what the live model finds, what the frozen control finds, and how both have done so far.
 *
 * <p>Requests come in as text and are checked before anything is computed; JSON and one page go out. The server knows
 * neither Kafka nor tensors: it asks a {@link io.remine.streams.search.Retriever}, and hands what is to be recorded to a
 * {@link io.remine.streams.collect.Collector}.
 */
package io.remine.streams.search;
