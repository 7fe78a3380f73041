package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.BlobSource;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.blob.RecordValue;
import io.remine.state.index.IndexView;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.index.Placement;
import io.remine.state.index.SegmentRef;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.model.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is built of the last life's index before the broker has answered. */
class PreparedViewTest {

    @TempDir
    private Path directory;

    private final IndexTopic indexes = new IndexTopic(4, 1);
    private final byte[] segment = indexes.segment("text");
    private final KeyedBytes manifest = indexes.manifest("index/1", segment);

    @Test
    void theFirstViewTakesOverWhatWasPreparedAndReadsNothingAgain() throws Exception {
        ReadPosition position = earlierLife();
        try (BlobCache cache = BlobCache.open(directory);
                IndexState index = index(cache)) {
            prepare(index, position);
            replaceByOtherBytes();

            index.resume(position);
            index.accept(manifest.key(), RecordValue.of(manifest.value()));
            assertThat(index.refresh()).isTrue();
            IndexView view = index.current().orElseThrow().get();
            assertThat(view.text(0)).isEqualTo("text");
            assertThat(view.rows()).isEqualTo(12);
        }
    }

    @Test
    void whatCannotBePreparedIsFoundOutByTheViewThatNeedsIt() throws Exception {
        ReadPosition position = earlierLife();
        replaceByOtherBytes();
        try (BlobCache cache = BlobCache.open(directory);
                IndexState index = index(cache)) {
            prepare(index, position);
            assertThat(cache.hashes()).as("found damaged").isEmpty();

            index.resume(position);
            index.accept(manifest.key(), RecordValue.of(manifest.value()));
            assertThat(index.refresh()).isFalse();
            assertThat(index.isUsable()).isFalse();
        }
    }

    @Test
    void ofATopicWithoutManifestNothingIsKeptPrepared() throws Exception {
        ReadPosition position = earlierLife();
        try (BlobCache cache = BlobCache.open(directory);
                IndexState index = index(cache)) {
            prepare(index, position);
            assertThat(index.refresh()).isFalse();

            cache.delete(BlobHash.of(segment)); // forgets that it was verified
            replaceByOtherBytes();
            index.accept(manifest.key(), RecordValue.of(manifest.value()));
            assertThat(index.refresh())
                    .as("what was prepared would have been taken over")
                    .isFalse();
        }
    }

    @Test
    void closingWaitsForNoMoreThanTheBlobThatIsBeingRead() throws Exception {
        SegmentRef ref = new SegmentRef(BlobRef.of(segment), 12, 0);
        Manifest ofTwo = new Manifest(
                ManifestId.parse("index/2"),
                Generation.FIRST,
                4,
                12,
                List.of(new Manifest.Bucket(0, List.of(ref, ref))),
                InputOffsets.NONE,
                0);
        SlowBlobs slow = new SlowBlobs(segment);
        PreparedView prepared = new PreparedView(ofTwo, slow, Placement.standard());
        slow.reading.await();
        Thread closing = new Thread(prepared::close);
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        slow.goOn.countDown();
        closing.join();
        assertThat(slow.reads).hasValue(1);
        assertThat(prepared.await()).isEmpty();
    }

    /** One blob under every name, once it may be read. */
    private static final class SlowBlobs implements BlobSource {

        private final byte[] blob;
        private final CountDownLatch reading = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger reads = new AtomicInteger();

        SlowBlobs(byte[] blob) {
            this.blob = blob;
        }

        @Override
        public byte[] read(BlobRef wanted) throws IOException {
            reads.incrementAndGet();
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return blob;
        }
    }

    /** Has read the index and searched it. */
    private ReadPosition earlierLife() throws IOException {
        try (BlobCache cache = BlobCache.open(directory);
                IndexState index = index(cache)) {
            for (KeyedBytes record : Blobs.split(segment)) {
                index.accept(record.key(), RecordValue.of(record.value()));
            }
            index.accept(manifest.key(), RecordValue.of(manifest.value()));
            assertThat(index.refresh()).isTrue();
            return index.position("index", 1, BlobHash.of(manifest.value())).orElseThrow();
        }
    }

    private static IndexState index(BlobCache cache) {
        return IndexTopic.state(cache, Pace.ofThread());
    }

    /** As a file of its own, so that whoever has mapped the old one keeps it. */
    private void replaceByOtherBytes() throws IOException {
        byte[] other = segment.clone();
        other[segment.length - 1] ^= 1;
        Path file = directory.resolve("blobs").resolve(BlobHash.of(segment).hex());
        Path replacement = Files.write(directory.resolve("replacement"), other);
        Files.move(replacement, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Until nothing is left to prepare. */
    private static void prepare(IndexState index, ReadPosition position) throws InterruptedException {
        index.prepare(position);
        List<Thread> preparing = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("live-index-prepare"))
                .toList();
        for (Thread thread : preparing) {
            thread.join();
        }
    }
}
