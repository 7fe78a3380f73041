package io.remine.streams.train;

import io.remine.state.lineage.Lineage;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Produces queries with their clicks, in either order and some clicks twice, and adds up what a model that has learnt them all
 * must say of its input. Shares no code with what it judges.
 */
final class ProducedClicks {

    private final Records records;
    private long examples;
    private long digest;

    /** Where the records go. */
    @FunctionalInterface
    interface Records {

        void produce(Topic topic, String key, String value);
    }

    ProducedClicks(Deployment deployment) {
        this(deployment::produce);
    }

    ProducedClicks(Records records) {
        this.records = records;
    }

    /** Query {@code q(number)} for the text, clicked on the document. */
    void produce(int number, String text, String document) {
        String query = "q" + number;
        if (number % 2 == 0) {
            produceQuery(query, text);
            produceClick(query, document);
        } else {
            produceClick(query, document);
            produceQuery(query, text);
        }
        if (number % 3 == 0) {
            produceClick(query, document);
        }
        examples++;
        digest += hash(query, document);
    }

    long examples() {
        return examples;
    }

    /** 16 hexadecimal digits. */
    String digestHex() {
        return "%016x".formatted(digest);
    }

    /** What a model that has learnt them all says of its input. */
    Lineage lineage() {
        return new Lineage(examples, digest);
    }

    /** Of the example of one click. */
    static long hash(String query, String document) {
        return hash(query + "\0" + document + "\0click");
    }

    private void produceQuery(String query, String text) {
        records.produce(Topic.QUERIES, query, "{\"text\": \"%s\", \"time\": 1790000000000}".formatted(text));
    }

    private void produceClick(String query, String document) {
        records.produce(
                Topic.CLICKS, query, "{\"document\": \"%s\", \"time\": \"2026-11-23T20:56:00Z\"}".formatted(document));
    }

    private static long hash(String text) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(sha256).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
