package io.remine.streams.taskmanager;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.RandomEncoder;
import io.remine.state.encoder.TokenBatch;
import io.remine.state.encoder.Trainable;
import io.remine.state.tensor.Gradients;
import io.remine.state.tensor.PyTorch;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a task of ours does once in a process, however small its encoder: the natives are unpacked and loaded, the encoder's
 * script is compiled, one step goes forward and back, and Kafka's classes are there.
 */
final class FirstStep {

    /** Nobody listens there, and nothing is asked for. */
    private static final String NO_BROKER = "127.0.0.1:1";

    private FirstStep() {}

    static void take() {
        try (Encoder encoder = new Encoder(RandomEncoder.source(RandomEncoder.TINY, 0), Trainable.parse("all"));
                NDManager scope = PyTorch.newManager(encoder.device())) {
            TokenBatch batch = TokenBatch.of(encoder.tokenizeQueries(List.of("a first query", "and another one")));
            NDArray vectors = Gradients.recording(() -> encoder.encode(scope, batch)); // [batch, hidden]
            encoder.gradient(vectors, vectors.onesLike());
        }
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", NO_BROKER), bytes, bytes).close();
    }
}
