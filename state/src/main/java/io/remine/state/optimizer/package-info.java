/**
 * How parameters follow gradients: plain arithmetic on flat arrays of floats, the same to the bit on any number of threads.
 * Knows neither tensors nor encoders.
 */
package io.remine.state.optimizer;
