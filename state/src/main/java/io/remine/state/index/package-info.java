/**
 * What the topic {@code index} holds, and search in it: segments of a bucket's documents, the manifest that names the ones
 * that make up the index, and the immutable view that a manifest describes, searched exactly, or by a graph that is built in
 * the background. The written formats are in {@code SNAPSHOT-FORMAT.md}. Knows neither Kafka nor who encodes the documents.
 */
package io.remine.state.index;
