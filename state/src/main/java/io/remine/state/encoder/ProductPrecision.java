package io.remine.state.encoder;

/**
 * In what an encoder multiplies its weights. Parameters, sums of a layer, norms, softmax, losses and gradients of parameters are
 * single precision all the same.
 */
public enum ProductPrecision {
    SINGLE,
    /**
     * Both factors are rounded to 8 significant bits, and so is their product; the range is that of single precision, so that
     * no loss needs to be scaled. Processors and GPUs with instructions for it take about half of the time or less.
     */
    BFLOAT16
}
