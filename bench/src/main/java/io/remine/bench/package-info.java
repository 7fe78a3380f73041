/** Benchmarks: the same work in different settings, side by side in one run, since machines are noisy. */
package io.remine.bench;
