/**
 * Search by words beside search by vectors: views of a live index go in, the same views with an index of their documents' words
 * come out, and rankings of both are fused. Knows nothing of HTTP.
 */
package io.remine.streams.lexical;
