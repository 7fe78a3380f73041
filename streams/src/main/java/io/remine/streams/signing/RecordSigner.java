package io.remine.streams.signing;

import io.remine.state.signing.RecordSignature;
import io.remine.state.signing.SignedTopic;
import io.remine.state.signing.SigningKey;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import io.remine.streams.topics.Topic;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Signs what is written to one topic, if its records are signed and the settings name a key. Travels with a job to where the
 * file is read.
 */
public final class RecordSigner implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Null of a topic whose records are not signed. */
    private final SignedTopic topic;

    /** As whoever submits the job names it; empty if nothing is signed. */
    private final String keyFile;

    private transient SigningKey key;

    private RecordSigner(Optional<SignedTopic> topic, String keyFile) {
        this.topic = topic.orElse(null);
        this.keyFile = keyFile;
    }

    public static RecordSigner of(RemineConfiguration configuration, Topic topic) {
        String file = configuration.get(RemineOptions.SIGN_PRIVATE_KEY);
        return new RecordSigner(
                signed(topic),
                file.isEmpty() ? "" : Path.of(file).toAbsolutePath().toString());
    }

    /** What signatures call a topic; empty of one whose records are not signed. */
    public static Optional<SignedTopic> signed(Topic topic) {
        return switch (topic) {
            case MODELS -> Optional.of(SignedTopic.MODELS);
            case INDEX -> Optional.of(SignedTopic.INDEX);
            case RELEASES -> Optional.of(SignedTopic.RELEASES);
            case DOCUMENTS, QUERIES, CLICKS, NEGATIVES, EXAMPLES, EVALUATIONS, DEAD_LETTERS -> Optional.empty();
        };
    }

    /**
     * Reads the key.
     *
     * @throws IllegalArgumentException naming the file and what is wrong in it
     */
    public RecordSigner open() {
        if (topic != null && !keyFile.isEmpty()) {
            key = SigningKey.read(Path.of(keyFile));
        }
        return this;
    }

    /** Adds the signature that the record needs; after {@link #open}. */
    public void sign(ProducerRecord<byte[], byte[]> record) {
        if (key != null) {
            key.sign(topic, record.key(), record.value())
                    .ifPresent(signature -> record.headers().add(RecordSignature.HEADER, signature));
        }
    }
}
