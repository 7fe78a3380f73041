package io.remine.state.encoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.norm.LayerNorm;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The forward pass of BERT (Devlin et al. 2019; layers of Vaswani et al. 2017 with the norm after the residual), without
 * dropout, pooled and scaled to unit length as Sentence-BERT does (Reimers and Gurevych 2019).
 *
 * <p>Every result belongs to the manager of the array it was called on. Parameters outlive the pass, so they are only ever
 * arguments, never the receiver.
 */
final class Bert {

    private static final double UNIT_NORM_EPSILON = 1e-12;

    private final EncoderConfig config;
    private final NDArray words; // [vocabulary, hidden]
    private final NDArray positions; // [maxPositions, hidden]
    private final NDArray tokenTypes; // [tokenTypes, hidden]
    private final Norm embeddingNorm;
    private final List<Layer> layers;

    Bert(EncoderConfig config, Function<String, NDArray> parameters) {
        this.config = config;
        words = parameters.apply("embeddings.word_embeddings.weight");
        positions = parameters.apply("embeddings.position_embeddings.weight");
        tokenTypes = parameters.apply("embeddings.token_type_embeddings.weight");
        embeddingNorm = Norm.of(parameters, "embeddings.LayerNorm");
        layers = IntStream.range(0, config.layers())
                .mapToObj(layer -> Layer.of(parameters, EncoderConfig.layerPrefix(layer)))
                .toList();
    }

    /** Unit vectors of the texts; the arrays in between, too, belong to {@code scope}. */
    NDArray forward(NDManager scope, TokenBatch batch) { // [batch, hidden]
        NDArray mask = batch.padded() ? batch.attentionMask(scope) : null; // [batch, 1, 1, tokens]
        // Not as a number: DJL would make an array of it in Java's memory that the way backward still reads when it is
        // freed.
        NDArray scale = TokenBatch.inEngineMemory(scope.create((float) (1 / Math.sqrt(perHead()))));
        NDArray states = embed(scope, batch); // [batch, tokens, hidden]
        for (Layer layer : layers) {
            states = layer(layer, states, mask, scale);
        }
        return pool(scope, batch, states).normalize(2, 1, UNIT_NORM_EPSILON);
    }

    private NDArray pool(NDManager scope, TokenBatch batch, NDArray states) { // [batch, hidden]
        return switch (config.pooling()) {
            case CLS -> states.get(":, 0");
            case MEAN -> batch.poolingWeights(scope).matMul(states).squeeze(1);
        };
    }

    private NDArray embed(NDManager scope, TokenBatch batch) { // [batch, tokens, hidden]
        NDArray firstPositions = scope.arange(0, batch.tokens()).toType(DataType.INT64, false);
        NDArray firstType = TokenBatch.inEngineMemory(scope.create(new long[] {0}));
        NDArray sum = lookUp(batch.ids(scope), words) // [batch, tokens, hidden]
                .add(lookUp(firstPositions, positions)) // [tokens, hidden]
                .add(lookUp(firstType, tokenTypes)); // [1, hidden]
        return norm(sum, embeddingNorm);
    }

    private NDArray layer(Layer layer, NDArray states, NDArray mask, NDArray scale) { // [batch, tokens, hidden]
        NDArray attended = linear(attention(layer, states, mask, scale), layer.attentionOutput);
        NDArray between = norm(attended.add(states), layer.attentionNorm);
        NDArray wide = Activation.gelu(linear(between, layer.intermediate)); // [batch, tokens, intermediate]
        return norm(linear(wide, layer.output).add(between), layer.outputNorm);
    }

    /** softmax(Q K^T / sqrt(d)) V for each head, Vaswani et al. 2017, equation 1. */
    private NDArray attention(Layer layer, NDArray states, NDArray mask, NDArray scale) { // [batch, tokens, hidden]
        NDArray query = heads(linear(states, layer.query).mul(scale));
        NDArray key = heads(linear(states, layer.key));
        NDArray value = heads(linear(states, layer.value));
        NDArray scores = query.matMul(key.transpose(0, 1, 3, 2)); // [batch, heads, tokens, tokens]
        NDArray weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
        NDArray joined = weights.matMul(value).transpose(0, 2, 1, 3); // [batch, tokens, heads, perHead]
        return joined.reshape(states.getShape());
    }

    private NDArray heads(NDArray states) { // [batch, heads, tokens, perHead]
        Shape shape = states.getShape();
        return states.reshape(shape.get(0), shape.get(1), config.heads(), perHead())
                .transpose(0, 2, 1, 3);
    }

    private int perHead() {
        return config.hidden() / config.heads();
    }

    private NDArray norm(NDArray states, Norm norm) {
        Shape last = new Shape(config.hidden());
        return LayerNorm.layerNorm(states, last, norm.weight, norm.bias, config.layerNormEpsilon())
                .singletonOrThrow();
    }

    private static NDArray linear(NDArray states, Linear linear) {
        return ai.djl.nn.core.Linear.linear(states, linear.weight, linear.bias).singletonOrThrow();
    }

    private static NDArray lookUp(NDArray ids, NDArray table) {
        return Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
    }

    /** y = x weight^T + bias; weight is {@code [out, in]}. */
    private record Linear(NDArray weight, NDArray bias) {
        static Linear of(Function<String, NDArray> parameters, String name) {
            return new Linear(parameters.apply(name + ".weight"), parameters.apply(name + ".bias"));
        }
    }

    /** The scale and shift of a LayerNorm (Ba et al. 2016). */
    private record Norm(NDArray weight, NDArray bias) {
        static Norm of(Function<String, NDArray> parameters, String name) {
            return new Norm(parameters.apply(name + ".weight"), parameters.apply(name + ".bias"));
        }
    }

    /** The parameters of one transformer layer. */
    private record Layer(
            Linear query,
            Linear key,
            Linear value,
            Linear attentionOutput,
            Norm attentionNorm,
            Linear intermediate,
            Linear output,
            Norm outputNorm) {

        static Layer of(Function<String, NDArray> parameters, String prefix) {
            return new Layer(
                    Linear.of(parameters, prefix + "attention.self.query"),
                    Linear.of(parameters, prefix + "attention.self.key"),
                    Linear.of(parameters, prefix + "attention.self.value"),
                    Linear.of(parameters, prefix + "attention.output.dense"),
                    Norm.of(parameters, prefix + "attention.output.LayerNorm"),
                    Linear.of(parameters, prefix + "intermediate.dense"),
                    Linear.of(parameters, prefix + "output.dense"),
                    Norm.of(parameters, prefix + "output.LayerNorm"));
        }
    }
}
