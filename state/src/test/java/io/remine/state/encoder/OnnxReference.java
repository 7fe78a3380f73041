package io.remine.state.encoder;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;

/** The same weights run by ONNX Runtime, pooled and scaled in double. */
final class OnnxReference implements AutoCloseable {

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final Pooling pooling;

    /** @param model on the class path */
    OnnxReference(String model, Pooling pooling) throws IOException, OrtException {
        this.pooling = pooling;
        try (InputStream in = OnnxReference.class.getResourceAsStream(model);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            session = environment.createSession(in.readAllBytes(), options);
        }
    }

    /** The unit vector of one text. */
    double[] encode(int[] tokens) throws OrtException {
        long[] ids = Arrays.stream(tokens).asLongStream().toArray();
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor idTensor = tensor(ids);
                OnnxTensor mask = tensor(ones);
                OnnxTensor types = tensor(new long[ids.length]);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", idTensor, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] states = (float[][][]) result.get(0).getValue(); // [1, tokens, hidden]
            return unit(sum(pooling == Pooling.CLS ? Arrays.copyOf(states[0], 1) : states[0]));
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    private OnnxTensor tensor(long[] row) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {row});
    }

    private static double[] sum(float[][] rows) {
        double[] sum = new double[rows[0].length];
        for (float[] row : rows) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += row[i];
            }
        }
        return sum;
    }

    private static double[] unit(double[] vector) {
        double length = Math.sqrt(Arrays.stream(vector).map(x -> x * x).sum());
        return Arrays.stream(vector).map(x -> x / length).toArray();
    }
}
