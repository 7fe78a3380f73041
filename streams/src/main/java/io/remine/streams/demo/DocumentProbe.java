package io.remine.streams.demo;

import io.remine.state.index.IndexView;
import io.remine.state.record.DocumentId;
import io.remine.streams.readers.Records;
import io.remine.streams.topics.Topic;
import io.remine.streams.topics.Topics;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Upserts and deletes documents of its own while the demo runs, and measures how long a search server takes to show it. None
 * of them is a right answer.
 */
final class DocumentProbe {

    /** Documents of the probe at any time. */
    private static final int KEPT = 8;

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final String run;
    private final Map<DocumentId, Change> awaited = new HashMap<>();
    private final Durations toSearchable = new Durations();
    private long changes;

    /** What a search server must show of a document: its text, or that it is gone. */
    private record Change(Optional<String> text, long millis) {}

    DocumentProbe(Producer<byte[], byte[]> producer, Topics topics, String run) {
        this.producer = producer;
        this.topic = topics.name(Topic.DOCUMENTS);
        this.run = run;
    }

    /** Upserts a document, and deletes an older one. */
    synchronized void change() {
        long number = changes++;
        upsert(id(number), "entry %d of a notebook that is written while the dictionary is read".formatted(number));
        if (number >= KEPT) {
            delete(id(number - KEPT));
        }
    }

    /** Deletes what is left. */
    synchronized void deleteAll() {
        for (long number = Math.max(0, changes - KEPT); number < changes; number++) {
            delete(id(number));
        }
        producer.flush();
    }

    /** The search server answers from this index since {@code millis}. */
    synchronized void served(IndexView index, long millis) {
        for (Iterator<Map.Entry<DocumentId, Change>> changesLeft =
                        awaited.entrySet().iterator();
                changesLeft.hasNext(); ) {
            Map.Entry<DocumentId, Change> change = changesLeft.next();
            if (text(index, change.getKey()).equals(change.getValue().text())) {
                toSearchable.add(millis - change.getValue().millis());
                changesLeft.remove();
            }
        }
    }

    Durations toSearchable() {
        return toSearchable;
    }

    private void upsert(DocumentId id, String text) {
        awaited.put(id, new Change(Optional.of(text), System.currentTimeMillis()));
        send(Records.document(topic, id, text));
    }

    private void delete(DocumentId id) {
        awaited.put(id, new Change(Optional.empty(), System.currentTimeMillis()));
        send(Records.tombstone(topic, id));
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        Future<?> unused = producer.send(message);
    }

    private DocumentId id(long number) {
        return new DocumentId("notebook-%s-%d".formatted(run, number));
    }

    private static Optional<String> text(IndexView index, DocumentId id) {
        OptionalLong row = index.rowOf(id);
        return row.isPresent() ? Optional.of(index.text(row.getAsLong())) : Optional.empty();
    }
}
