package io.remine.streams.readers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.remine.state.record.DocumentId;
import io.remine.state.record.QueryId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What producers send: the records that the README describes. */
public final class Records {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Records() {}

    public static ProducerRecord<byte[], byte[]> query(
            String topic, QueryId id, String text, List<DocumentId> shown, long millis) {
        ObjectNode value = JSON.createObjectNode().put("text", text).put("time", time(millis));
        ArrayNode impressions = value.putArray("impressions");
        shown.forEach(document -> impressions.add(document.value()));
        return record(topic, id.bytes(), value);
    }

    public static ProducerRecord<byte[], byte[]> click(
            String topic, QueryId query, DocumentId document, int position, long millis) {
        return record(
                topic,
                query.bytes(),
                JSON.createObjectNode()
                        .put("document", document.value())
                        .put("position", position)
                        .put("time", time(millis)));
    }

    /** A query and what was clicked for it in one, as the train job replays them. */
    public static ProducerRecord<byte[], byte[]> example(
            String topic, QueryId query, String text, DocumentId document, long millis) {
        return record(
                topic,
                query.bytes(),
                JSON.createObjectNode()
                        .put("text", text)
                        .put("document", document.value())
                        .put("time", millis));
    }

    public static ProducerRecord<byte[], byte[]> document(String topic, DocumentId id, String text) {
        return record(topic, id.bytes(), JSON.createObjectNode().put("text", text));
    }

    public static ProducerRecord<byte[], byte[]> tombstone(String topic, DocumentId id) {
        return new ProducerRecord<>(topic, id.bytes(), null);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, byte[] key, ObjectNode value) {
        try {
            return new ProducerRecord<>(
                    topic, key, JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write JSON", e);
        }
    }
}
