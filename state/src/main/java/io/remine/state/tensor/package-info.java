/**
 * Numbers in memory and on the wire: the safetensors format, half precision, and who may record gradients. Bytes and
 * tensors flow in and out; it knows nothing of what the numbers mean.
 */
package io.remine.state.tensor;
