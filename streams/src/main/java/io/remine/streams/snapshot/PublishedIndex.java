package io.remine.streams.snapshot;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.ChunkKey;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Manifest;
import io.remine.state.index.Segment;
import io.remine.state.model.Generation;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.kafka.TrustedTopic;
import io.remine.streams.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The index of the newest manifest, its blobs in files: one bucket at a time is in memory. For one thread. */
public final class PublishedIndex implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedIndex.class);

    private final ScratchBlobs scratch;
    private final Manifest manifest;

    /** Takes a document. */
    @FunctionalInterface
    public interface RowConsumer {
        void accept(Segment.Row row) throws IOException;
    }

    private PublishedIndex(ScratchBlobs scratch, Manifest manifest) {
        this.scratch = scratch;
        this.manifest = manifest;
    }

    /**
     * Reads the whole topic; needs as much disk as it has bytes until this is closed.
     *
     * @throws IllegalStateException if the topic cannot be read or has no manifest yet
     * @throws IOException if the disk cannot be written
     */
    public static PublishedIndex open(RemineConfiguration configuration) throws IOException {
        String topic = configuration.topics().name(Topic.INDEX);
        ScratchBlobs scratch = ScratchBlobs.open(configuration);
        try {
            Reader reader = new Reader(scratch.cache());
            TrustedTopic.forEach(configuration, Topic.INDEX, reader::accept);
            if (reader.newest == null) {
                throw new IllegalStateException(
                        "no manifest on %s yet; `remine index` publishes one when it has documents".formatted(topic));
            }
            return new PublishedIndex(scratch, reader.newest);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /**
     * Hands over every document, bucket by bucket.
     *
     * @throws CorruptDataException if a segment is not what the manifest says
     * @throws IOException if a segment is not there, or the consumer throws it
     */
    public void forEach(RowConsumer consumer) throws IOException {
        long documents = 0;
        for (Manifest.Bucket bucket : manifest.buckets()) {
            for (Segment.Row row : BucketRows.read(bucket, manifest, scratch.cache())) {
                consumer.accept(row);
                documents++;
            }
        }
        if (documents != manifest.documents()) {
            throw new CorruptDataException("manifest %s says %d documents, its segments hold %d"
                    .formatted(manifest.id(), manifest.documents(), documents));
        }
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }

    /** Takes the records of the topic. */
    private static final class Reader {

        private static final byte[] MANIFEST = Manifest.key(Generation.FIRST);

        private final BlobAssembler assembler;
        private Manifest newest;

        Reader(BlobCache cache) {
            assembler = new BlobAssembler(cache, ScratchBlobs.LIMITS);
        }

        void accept(byte[] key, byte[] value) {
            try {
                var chunk = ChunkKey.parse(key);
                if (chunk.isPresent()) {
                    assembler.accept(chunk.get(), RecordValue.of(value));
                } else if (Arrays.equals(key, MANIFEST)) {
                    acceptManifest(value);
                }
            } catch (CorruptDataException e) {
                LOG.warn("record refused: {}", e.getMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void acceptManifest(byte[] value) throws CorruptDataException {
            Manifest manifest = value == null ? null : Manifest.fromJson(value);
            if (manifest == null || newest == null || !manifest.id().isBefore(newest.id())) {
                newest = manifest;
            }
        }
    }
}
