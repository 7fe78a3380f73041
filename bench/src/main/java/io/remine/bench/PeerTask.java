package io.remine.bench;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.operators.intake.JsonWriter;
import io.remine.operators.loss.LambdaLoss;
import io.remine.operators.recipe.Recipe;
import io.remine.state.encoder.EncoderConfig;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.index.IndexView;
import io.remine.state.optimizer.AdamWSettings;
import io.remine.state.optimizer.Clip;
import io.remine.state.record.Example;
import io.remine.state.tensor.PyTorch;
import io.remine.streams.config.RemineOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a peer needs to do the same work into a directory: the files that bench/peers/task.py reads. */
final class PeerTask {

    /** What the peers have by hand. */
    static final String RECIPE = "adore";

    /** With these we do what a peer does: it ranks every example by the vectors that train only, and has no control. */
    static final Map<String, String> SETTINGS =
            Map.of(RemineOptions.TRAIN_RECIPE.name(), RECIPE, RemineOptions.TRAIN_CONTROL_SHARE.name(), "0");

    private static final int ROWS_AT_ONCE = 4096;

    private PeerTask() {}

    /**
     * @param index of documents that {@link SyntheticTask#documentId} names; the peer sees them in the order of their numbers
     * @param examples may be empty if the peer gets them elsewhere
     */
    static void write(
            Path directory, EncoderSource source, IndexView index, List<Example> examples, Recipe recipe, int batch)
            throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("encoder.safetensors"), source.weights().toBlob(source.config()));
        Files.write(directory.resolve("tokenizer.json"), source.tokenizerJson());
        new ObjectMapper()
                .writeValue(directory.resolve("task.json").toFile(), settings(source.config(), recipe, batch));
        writeVectors(directory.resolve("documents.f32"), index);
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Example example : examples) {
            lines.write(JsonWriter.example(example));
            lines.write('\n');
        }
        Files.write(directory.resolve("examples.jsonl"), lines.toByteArray());
    }

    private static Map<String, Object> settings(EncoderConfig config, Recipe recipe, int batch) {
        AdamWSettings optimizer = recipe.optimizer();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("hidden", config.hidden());
        json.put("layers", config.layers());
        json.put("heads", config.heads());
        json.put("intermediate", config.intermediate());
        json.put("layerNormEpsilon", config.layerNormEpsilon());
        json.put("maxTokens", config.maxTokens());
        json.put("batch", batch);
        json.put("topK", recipe.currentDepth());
        json.put("scale", 1 / recipe.temperature().start());
        json.put("cut", ((LambdaLoss) recipe.loss()).cut());
        json.put("learningRate", optimizer.learningRate());
        json.put("beta1", optimizer.beta1());
        json.put("beta2", optimizer.beta2());
        json.put("epsilon", optimizer.epsilon());
        json.put("weightDecay", optimizer.weightDecay());
        json.put("warmupSteps", optimizer.warmupSteps());
        json.put("clipNorm", ((Clip.Norm) optimizer.clip()).norm());
        return json;
    }

    /** Little-endian floats, document after document. */
    private static void writeVectors(Path file, IndexView index) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                NDManager manager = PyTorch.newManager()) {
            for (int begin = 0; begin < index.rows(); begin += ROWS_AT_ONCE) {
                long[] rows = new long[Math.min(ROWS_AT_ONCE, index.rows() - begin)];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = index.rowOf(SyntheticTask.documentId(begin + i)).orElseThrow();
                }
                try (NDManager scope = manager.newSubManager()) {
                    float[] vectors = index.vectors(scope, rows).toFloatArray();
                    ByteBuffer bytes =
                            ByteBuffer.allocate(vectors.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                    bytes.asFloatBuffer().put(vectors);
                    out.write(bytes.array());
                }
            }
        }
    }
}
