package io.remine.operators.recipe;

import io.remine.operators.part.Parameters;
import java.io.Serializable;

/**
 * What cosines are divided by before they are compared, tau: fixed, or learnt within bounds by following the loss's
 * derivative by log tau, as CLIP learns its scale (Radford et al., <a href="https://arxiv.org/abs/2103.00020">Learning
 * Transferable Visual Models From Natural Language Supervision</a>, 2021, section 2.4):
 *
 * <pre>    tau = clamp( tau * exp( -rate * d loss / d log tau ) )</pre>
 *
 * @param start from {@code least} to {@code most}
 * @param least the lower bound: above 0
 * @param most the upper bound: at most {@link #MOST}
 * @param rate how fast it is learnt: 0 for a fixed one, at most 1
 */
public record Temperature(double start, double least, double most, double rate) implements Serializable {

    public static final double LEAST = 1e-3;
    public static final double MOST = 10;

    private static final double DEFAULT = 0.05;
    private static final double DEFAULT_LEAST = 0.01;
    private static final double DEFAULT_MOST = 0.2;
    private static final double DEFAULT_RATE = 1e-3;
    private static final long serialVersionUID = 1L;

    public Temperature {
        if (!(least > 0 && most >= least && most <= MOST)) {
            throw new IllegalArgumentException(
                    "temperature from %s to %s, must rise from above 0 to at most %s".formatted(least, most, MOST));
        }
        if (!(start >= least && start <= most)) {
            throw new IllegalArgumentException(
                    "temperature starts at %s, must be from %s to %s; move a bound".formatted(start, least, most));
        }
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate %s of the temperature, must be from 0 to 1".formatted(rate));
        }
    }

    /** One that never changes. */
    public static Temperature fixed(double value) {
        return new Temperature(value, value, value, 0);
    }

    static Temperature fixed(Parameters general) {
        return fixed(general.number("temperature", DEFAULT, LEAST, MOST));
    }

    /** Written with its parameters: {@code {learn: true, start: 0.05, from: 0.01, to: 0.2, rate: 0.001}}. */
    static Temperature read(Parameters parameters) {
        double start = parameters.number("start", DEFAULT, LEAST, MOST);
        if (!parameters.flag("learn", false)) {
            for (String name : new String[] {"from", "to", "rate"}) {
                if (parameters.has(name)) {
                    throw parameters.error("%s, but it is not learnt; add 'learn: true', or remove it".formatted(name));
                }
            }
            return fixed(start);
        }
        double least = parameters.number("from", DEFAULT_LEAST, LEAST, MOST);
        double most = parameters.number("to", DEFAULT_MOST, LEAST, MOST);
        double rate = parameters.number("rate", DEFAULT_RATE, 1e-9, 1);
        try {
            return new Temperature(start, least, most, rate);
        } catch (IllegalArgumentException e) {
            throw parameters.error(e.getMessage());
        }
    }

    public boolean isLearnt() {
        return rate > 0;
    }
}
