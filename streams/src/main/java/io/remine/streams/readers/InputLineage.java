package io.remine.streams.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.remine.state.lineage.ExampleHash;
import io.remine.state.lineage.Lineage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What a model that has learnt everything must have been trained on, counted from the topics themselves: every click whose
 * query exists, once per (query, document, kind). Shares nothing with the job but the hash, so that it can find it wrong.
 */
public final class InputLineage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private InputLineage() {}

    /** Reads both topics from the beginning to where they end now. */
    public static Lineage read(Properties client, String queries, String clicks) {
        Set<String> asked = new HashSet<>();
        TopicScan.forEach(client, queries, query -> asked.add(text(query.key())));
        Set<List<String>> triples = new HashSet<>();
        TopicScan.forEach(client, clicks, click -> {
            if (asked.contains(text(click.key()))) {
                triples.add(triple(click));
            }
        });
        return lineage(triples);
    }

    /** The same for a model that replays examples: every one, once per (query, document, kind). */
    public static Lineage read(Properties client, String examples) {
        Set<List<String>> triples = new HashSet<>();
        TopicScan.forEach(client, examples, example -> triples.add(triple(example)));
        return lineage(triples);
    }

    private static List<String> triple(ConsumerRecord<byte[], byte[]> record) {
        JsonNode json = json(record.value());
        return List.of(
                text(record.key()),
                json.required("document").textValue(),
                json.path("kind").asText("click"));
    }

    private static Lineage lineage(Set<List<String>> triples) {
        Lineage lineage = Lineage.NONE;
        for (List<String> triple : triples) {
            lineage = lineage.plus(ExampleHash.of(triple.get(0), triple.get(1), triple.get(2)));
        }
        return lineage;
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException("a click or an example is not JSON", e);
        }
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
