package io.remine.state.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.TorchScript;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The forward pass of BERT (Devlin et al. 2019; layers of Vaswani et al. 2017 with the norm after the residual), without
 * dropout, pooled and scaled to unit length as Sentence-BERT does (Reimers and Gurevych 2019).
 *
 * <p>The layers are written in {@code bert.torchscript}. Texts of different lengths stand there one after the other: only
 * attention, a small part of the work, sees them padded to the longest.
 *
 * <p>On a CPU a product with many rows is a convolution of one image, one row of 1×1 pixels, whose channels are the
 * dimensions: libtorch gives that to oneDNN, forward and backward, which uses the widest instructions of any processor,
 * where its matrix product uses MKL, which does so on those of one maker only. On an AMD processor with AVX-512 forward
 * and backward together took 0.5 of the time. A dilation has no effect on a kernel of one pixel, but libtorch takes
 * oneDNN on a single thread only if there is one. Where nothing is recorded for the way backward, the product is oneDNN's
 * own, which {@link FusedProduct} says more about; with weights that no longer change, {@link PackedWeights}.
 */
final class Bert implements AutoCloseable {

    /** How many of {@code bert.torchscript}'s weights come before the first layer's. */
    static final int EMBEDDING_WEIGHTS = 5;

    private static final double UNIT_NORM_EPSILON = 1e-12;
    private static final String SOURCE = "bert.torchscript";
    private static final int MIN_CONVOLVED_ROWS = 128; // from measurement: below, starting a convolution costs more
    private static final int MIN_CONVOLVED_NUMBERS = 1 << 15; // libtorch convolves images of at most 20,480 by itself

    private final EncoderConfig config;
    private final Device device;
    private final boolean packs;
    private final Layers layers;
    private volatile boolean frozen;
    private PackedWeights packedWeights; // this and the next are null until something is encoded with them
    private Layers packedLayers;

    /** What runs, and on which weights. */
    private record Layers(TorchScript script, List<NDArray> weights) {

        NDArray forward(NDArray[] tokens) { // [batch, tokens, hidden]
            NDList arguments = new NDList(tokens);
            arguments.forEach(tensor -> tensor.setName(TorchScript.inList("tokens")));
            arguments.addAll(weights);
            return script.forward(arguments);
        }
    }

    Bert(EncoderConfig config, Device device, ProductPrecision products, Function<String, NDArray> parameters) {
        this.config = config;
        this.device = device;
        packs = FusedProduct.isThere(device) && products == ProductPrecision.SINGLE;
        List<NDArray> weights = config.parameters().stream()
                .map(parameter -> parameters.apply(parameter.name()))
                .toList();
        weights.forEach(weight -> weight.setName(TorchScript.inList("weights")));
        layers = new Layers(new TorchScript(source(config, device, products, FusedProduct.MIN_ROWS)), weights);
    }

    /** The weights stay as they are from now on. */
    void freeze() {
        frozen = true;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** How many arrays are held beside the weights. */
    synchronized int managedArrays() {
        return packedWeights == null ? 0 : packedWeights.managedArrays();
    }

    /** Unit vectors of the texts; the arrays in between, too, belong to {@code scope}. */
    NDArray forward(NDManager scope, TokenBatch batch) { // [batch, hidden]
        Layers used = frozen && packs && !Gradients.isRecording() ? packedLayers() : layers;
        NDArray states = used.forward(batch.tensors(scope)); // [batch, tokens, hidden]
        return pool(scope, batch, states).normalize(2, 1, UNIT_NORM_EPSILON);
    }

    @Override
    public synchronized void close() {
        if (packedWeights != null) {
            packedWeights.close();
        }
    }

    private synchronized Layers packedLayers() {
        if (packedLayers == null) {
            packedWeights = new PackedWeights(layers.weights(), device);
            TorchScript script = new TorchScript(source(config, device, ProductPrecision.SINGLE, 1));
            packedLayers = new Layers(script, packedWeights.tensors());
        }
        return packedLayers;
    }

    private NDArray pool(NDManager scope, TokenBatch batch, NDArray states) { // [batch, hidden]
        return switch (config.pooling()) {
            case CLS -> states.get(":, 0");
            case MEAN -> batch.poolingWeights(scope).matMul(states).squeeze(1);
        };
    }

    /** @param minFusedRows fewer are multiplied by a plain product, which packed weights do not know */
    private static String source(EncoderConfig config, Device device, ProductPrecision products, int minFusedRows) {
        try (InputStream in = Objects.requireNonNull(Bert.class.getResourceAsStream(SOURCE), SOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("{round}", products == ProductPrecision.BFLOAT16 ? "True" : "False")
                    .replace("{convolve}", device.isGpu() ? "False" : "True")
                    .replace("{minConvolvedRows}", Integer.toString(MIN_CONVOLVED_ROWS))
                    .replace("{minConvolvedNumbers}", Integer.toString(MIN_CONVOLVED_NUMBERS))
                    .replace("{fuse}", FusedProduct.isThere(device) ? "True" : "False")
                    .replace("{fused}", FusedProduct.expression(device))
                    .replace("{minFusedRows}", Integer.toString(minFusedRows))
                    .replace("{heads}", Integer.toString(config.heads()))
                    .replace("{epsilon}", Float.toString(config.layerNormEpsilon()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
