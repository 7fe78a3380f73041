/**
 * The BERT-family encoder: text goes in, unit vectors come out, and gradients come back. Holds its weights, their formats
 * and the tokenizer; knows nothing of losses, optimisers or where weights are published.
 */
package io.remine.state.encoder;
