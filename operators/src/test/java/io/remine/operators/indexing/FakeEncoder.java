package io.remine.operators.indexing;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Vectors that tell texts apart, exact in half precision, and a count of the texts that were encoded. */
final class FakeEncoder implements DocumentEncoder {

    static final int DIMENSION = 2;

    /** Over all instances: operators open their own. */
    static final AtomicInteger ENCODED = new AtomicInteger();

    @Override
    public int dimension() {
        return DIMENSION;
    }

    @Override
    public float[][] encode(List<String> texts) {
        ENCODED.addAndGet(texts.size());
        return texts.stream().map(FakeEncoder::vector).toArray(float[][]::new);
    }

    static float[] vector(String text) {
        return new float[] {text.hashCode() % 1_000, text.length()};
    }

    @Override
    public void close() {
        // holds nothing
    }
}
