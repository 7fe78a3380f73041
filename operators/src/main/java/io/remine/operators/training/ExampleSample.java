package io.remine.operators.training;

import io.remine.state.record.Example;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFilterFunction;
import org.apache.flink.metrics.Counter;

/**
 * Keeps a share of the examples, for a stream that is faster than its workers. Which ones depends on their hashes alone, so
 * that a replay keeps the same. The rest are counted in {@code sampledOut} and in no version's lineage.
 */
public final class ExampleSample extends RichFilterFunction<Example> {

    private static final long serialVersionUID = 1L;

    private final double share;

    private transient Counter sampledOut;

    /** @param share of 1 that is kept, above 0 */
    public ExampleSample(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "share %s of the examples kept, must be above 0 and at most 1".formatted(share));
        }
        this.share = share;
    }

    @Override
    public void open(OpenContext context) {
        sampledOut = getRuntimeContext().getMetricGroup().counter("sampledOut");
    }

    @Override
    public boolean filter(Example example) {
        boolean keeps = keeps(example);
        if (!keeps) {
            sampledOut.inc();
        }
        return keeps;
    }

    boolean keeps(Example example) {
        return (mixed(example.hash().value()) >>> 11) * 0x1p-53 < share;
    }

    /** Steele et al., "Fast splittable pseudorandom number generators", 2014: apart from what ranks by the bare hash. */
    private static long mixed(long hash) {
        long z = hash + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
