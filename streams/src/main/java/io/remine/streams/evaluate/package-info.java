/** {@code remine evaluate}: a collection as a stream through the operators of the train job, measured on held-out queries. */
package io.remine.streams.evaluate;
