package io.remine.state.huggingface;

import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.EncoderWeights;
import io.remine.state.encoder.Pooling;

/** BERT in doubles and loops, one text at a time: slow, and with nothing in common with the encoder but the weights. */
final class PlainBert {

    private final EncoderConfig config;
    private final EncoderWeights weights;

    PlainBert(EncoderConfig config, EncoderWeights weights) {
        this.config = config;
        this.weights = weights;
    }

    double[] encode(int[] ids) { // [hidden]
        double[][] states = new double[ids.length][config.hidden()];
        for (int token = 0; token < ids.length; token++) {
            for (int d = 0; d < config.hidden(); d++) {
                states[token][d] = at("embeddings.word_embeddings.weight", ids[token], d)
                        + at("embeddings.position_embeddings.weight", token, d)
                        + at("embeddings.token_type_embeddings.weight", 0, d);
            }
        }
        norm(states, "embeddings.LayerNorm");
        for (int layer = 0; layer < config.layers(); layer++) {
            states = layer(states, "encoder.layer." + layer + ".");
        }
        double[] pooled = new double[config.hidden()];
        int counted = config.pooling() == Pooling.CLS ? 1 : ids.length;
        double squares = 0;
        for (int d = 0; d < pooled.length; d++) {
            for (int token = 0; token < counted; token++) {
                pooled[d] += states[token][d] / counted;
            }
            squares += pooled[d] * pooled[d];
        }
        for (int d = 0; d < pooled.length; d++) {
            pooled[d] /= Math.sqrt(squares);
        }
        return pooled;
    }

    private double[][] layer(double[][] states, String prefix) {
        double[][] query = linear(states, prefix + "attention.self.query");
        double[][] key = linear(states, prefix + "attention.self.key");
        double[][] value = linear(states, prefix + "attention.self.value");
        double[][] joined = new double[states.length][config.hidden()];
        int perHead = config.hidden() / config.heads();
        for (int first = 0; first < config.hidden(); first += perHead) {
            for (int i = 0; i < states.length; i++) {
                double[] weight = new double[states.length];
                double sum = 0;
                for (int j = 0; j < states.length; j++) {
                    double dot = 0;
                    for (int d = first; d < first + perHead; d++) {
                        dot += query[i][d] * key[j][d];
                    }
                    weight[j] = Math.exp(dot / Math.sqrt(perHead));
                    sum += weight[j];
                }
                for (int j = 0; j < states.length; j++) {
                    for (int d = first; d < first + perHead; d++) {
                        joined[i][d] += weight[j] / sum * value[j][d];
                    }
                }
            }
        }
        double[][] between = plus(linear(joined, prefix + "attention.output.dense"), states);
        norm(between, prefix + "attention.output.LayerNorm");
        double[][] wide = linear(between, prefix + "intermediate.dense");
        for (double[] token : wide) {
            for (int d = 0; d < token.length; d++) {
                token[d] *= (1 + erf(token[d] / Math.sqrt(2))) / 2;
            }
        }
        double[][] out = plus(linear(wide, prefix + "output.dense"), between);
        norm(out, prefix + "output.LayerNorm");
        return out;
    }

    private double[][] linear(double[][] states, String name) {
        int in = states[0].length;
        float[] bias = weights.values(name + ".bias");
        float[] weight = weights.values(name + ".weight"); // [out, in]
        double[][] result = new double[states.length][bias.length];
        for (int token = 0; token < states.length; token++) {
            for (int o = 0; o < bias.length; o++) {
                result[token][o] = bias[o];
                for (int i = 0; i < in; i++) {
                    result[token][o] += weight[o * in + i] * states[token][i];
                }
            }
        }
        return result;
    }

    private void norm(double[][] states, String name) {
        for (double[] token : states) {
            double mean = 0;
            double variance = 0;
            for (double value : token) {
                mean += value / token.length;
            }
            for (double value : token) {
                variance += (value - mean) * (value - mean) / token.length;
            }
            for (int d = 0; d < token.length; d++) {
                token[d] = (token[d] - mean)
                                / Math.sqrt(variance + config.layerNormEpsilon())
                                * weights.values(name + ".weight")[d]
                        + weights.values(name + ".bias")[d];
            }
        }
    }

    private double at(String table, int row, int column) {
        return weights.values(table)[row * config.hidden() + column];
    }

    private static double[][] plus(double[][] left, double[][] right) {
        for (int token = 0; token < left.length; token++) {
            for (int d = 0; d < left[token].length; d++) {
                left[token][d] += right[token][d];
            }
        }
        return left;
    }

    /** The Maclaurin series of the error function; for the small arguments here its terms vanish soon. */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 60; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }
}
