/** Measures how the index is followed; knows {@code LiveIndex} as any consumer does. */
package io.remine.bench.follow;
