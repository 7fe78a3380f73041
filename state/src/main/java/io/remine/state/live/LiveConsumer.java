package io.remine.state.live;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** How the live index consumes: committed records only, from the beginning, in large fetches, outside any group. */
final class LiveConsumer {

    /** 64 chunks of a blob. */
    private static final int FETCH_BYTES = 64 << 20;

    private static final int PARTITION_FETCH_BYTES = 16 << 20;
    private static final int RECORDS_PER_POLL = 64;

    private LiveConsumer() {}

    /** The user's properties, and over them what must be so. */
    static Map<String, Object> properties(Map<String, String> user) {
        Map<String, Object> properties = new HashMap<>(user);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS_PER_POLL);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return properties;
    }
}
