package io.remine.state.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobHash;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.Manifest;
import io.remine.state.index.ManifestId;
import io.remine.state.signing.KeyId;
import io.remine.state.signing.TrustedKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives of a reader, one after the other, with one cache: what each reads of the log, and that it shows what the log holds. */
class ResumptionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private final IndexTopic indexes = new IndexTopic(4, 1);
    private final List<KeyedBytes> log = new ArrayList<>();
    private long logStart;
    private long maxCacheBytes = Long.MAX_VALUE;
    private TrustedKeys trust = TrustedKeys.none();
    private Set<BlobHash> cached = Set.of();
    private Map<Problem, Long> problems = Map.of();

    @Test
    void aRestartReadsTheManifestThatWasSearchedAndWhatIsNew() throws Exception {
        byte[] large = indexes.segment("x".repeat(99_000));
        log.addAll(Blobs.split(large));
        log.add(indexes.manifest("index/1", large));
        assertThat(log).hasSizeGreaterThan(2);

        assertThat(readUntil("index/1")).isEqualTo(log.size());
        assertThat(readUntil("index/1")).isEqualTo(1);
        List<KeyedBytes> next = indexes.index("index/2");
        log.addAll(next);
        assertThat(readUntil("index/2")).isEqualTo(1 + next.size());
        assertThat(readUntil("index/2")).isEqualTo(1);
        assertThat(cached).isEqualTo(blobsOfLog());
        assertThat(problems).isEmpty();
    }

    @Test
    void aPositionThatIsDamagedOrOfAnotherTopicLeadsToAWholeRead() throws Exception {
        log.addAll(indexes.index("index/1"));
        readUntil("index/1");
        byte[] good = Files.readAllBytes(position());
        ReadPosition read = ReadPositionCodec.INSTANCE.decode(good);
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        byte[] ofAnotherTopic = ReadPositionCodec.INSTANCE.encode(new ReadPosition(
                "other-index", read.offset(), read.manifest(), read.shown(), read.blobs(), read.evicted()));

        for (byte[] bad : List.of(new byte[0], new byte[] {1}, flipped, ofAnotherTopic)) {
            Files.write(position(), bad);
            assertThat(readUntil("index/1")).isEqualTo(log.size());
            assertThat(Files.readAllBytes(position())).as("kept anew").isEqualTo(good);
        }
        Files.delete(position());
        assertThat(readUntil("index/1")).isEqualTo(log.size());
        assertThat(readUntil("index/1")).isEqualTo(1);
    }

    @Test
    void aTopicThatWasMadeAnewIsReadWhole() throws Exception {
        log.addAll(indexes.index("index/1"));
        readUntil("index/1");
        log.clear();
        log.addAll(indexes.index("other/1"));
        log.addAll(indexes.index("other/2"));
        assertThat(readUntil("other/2")).as("from offset 1, then all").isEqualTo(3 + log.size());
        assertThat(cached).isEqualTo(blobsOfLog());

        log.clear();
        log.addAll(indexes.index("short/1"));
        assertThat(readUntil("short/1")).as("ends before the position").isEqualTo(log.size());
        assertThat(cached).isEqualTo(blobsOfLog());
    }

    @Test
    void aTopicWhoseBeginningHasPassedThePositionIsReadWhole() throws Exception {
        log.addAll(indexes.index("index/1"));
        readUntil("index/1");

        logStart = log.size();
        log.clear();
        log.addAll(indexes.index("index/2"));
        assertThat(readUntil("index/2")).isEqualTo(log.size());
        assertThat(readUntil("index/2")).isEqualTo(1);
    }

    @Test
    void killedBeforeTheNewPositionWasThereItGoesOnFromTheOldOne() throws Exception {
        log.addAll(indexes.index("index/1"));
        readUntil("index/1");
        byte[] old = Files.readAllBytes(position());
        List<KeyedBytes> next = indexes.index("index/2");
        log.addAll(next);
        readUntil("index/2");
        byte[] renewed = Files.readAllBytes(position());

        Files.write(position(), old);
        Files.write(position().resolveSibling("position.new"), new byte[] {1, 2, 3});
        assertThat(readUntil("index/2")).isEqualTo(1 + next.size());
        assertThat(Files.readAllBytes(position())).isEqualTo(renewed);
        assertThat(problems).isEmpty();
    }

    @Test
    void aBlobThatIsGoneCutOrDamagedIsReadAgain() throws Exception {
        byte[] segment = indexes.segment("index/1");
        log.addAll(Blobs.split(segment));
        log.add(indexes.manifest("index/1", segment));
        readUntil("index/1");
        Path file =
                directory.resolve("index/blobs").resolve(BlobHash.of(segment).hex());
        byte[] damaged = segment.clone();
        damaged[segment.length - 1] ^= 1;

        Files.delete(file);
        assertThat(readUntil("index/1")).isEqualTo(1 + log.size());
        Files.write(file, new byte[3]);
        assertThat(readUntil("index/1")).isEqualTo(1 + log.size());
        Files.write(file, damaged);
        assertThat(readUntil("index/1")).isEqualTo(1 + log.size());
        assertThat(Files.readAllBytes(file)).isEqualTo(segment);
        assertThat(readUntil("index/1")).isEqualTo(1);
    }

    @Test
    void anEvictedBlobThatIsNamedAgainIsReadAgain() throws Exception {
        byte[] first = indexes.segment("index/1");
        maxCacheBytes = first.length;
        log.addAll(Blobs.split(first));
        log.add(indexes.manifest("index/1", first));
        readUntil("index/1");
        log.addAll(indexes.index("index/2"));
        readUntil("index/2");
        assertThat(cached).doesNotContain(BlobHash.of(first));

        log.add(indexes.manifest("restored/1", first)); // the index job went back to an older savepoint
        assertThat(readUntil("restored/1")).isEqualTo(2 + log.size());
        assertThat(cached).contains(BlobHash.of(first));
        assertThat(problems).isEmpty();
    }

    @Test
    void noPositionIsKeptBehindTheBeginningOfABlobThatIsOnItsWay() throws Exception {
        byte[] large = indexes.segment("x".repeat(99_000));
        List<KeyedBytes> chunks = Blobs.split(large);
        log.add(chunks.get(0));
        log.addAll(indexes.index("index/1"));
        readUntil("index/1");
        assertThat(position()).doesNotExist();

        log.addAll(chunks.subList(1, chunks.size()));
        log.add(indexes.manifest("index/2", large));
        assertThat(readUntil("index/2")).isEqualTo(log.size());
        assertThat(readUntil("index/2")).isEqualTo(1);
    }

    @Test
    void whatNobodySignedIsNotShownForHavingBeenShownBefore() throws Exception {
        log.addAll(indexes.index("index/1"));
        readUntil("index/1");
        PublicKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        trust = new TrustedKeys(Map.of(new KeyId("0123456789abcdef"), key));

        readUntil(Optional.empty());
        assertThat(problems).containsEntry(Problem.UNTRUSTED_RECORD, 2L);
        assertThat(position()).doesNotExist();
    }

    private long readUntil(String manifest) throws Exception {
        return readUntil(Optional.of(ManifestId.parse(manifest)));
    }

    /** One life; ends when it has caught up and shows this. Says how many records it has read. */
    private long readUntil(Optional<ManifestId> manifest) throws Exception {
        LiveIndexOptions options =
                LiveIndexOptions.of("unused:9092", directory).withoutEncoders().withMaxCacheBytes(maxCacheBytes);
        try (LiveCaches caches = LiveCaches.open(directory);
                LiveState state = new LiveState(options, caches)) {
            TopicFollower follower = topics().follower(trust, state, caches);
            Thread thread = new Thread(follower);
            thread.start();
            boolean shown = state.await(
                    () -> state.status().caughtUp() && state.status().manifest().equals(manifest), PATIENCE);
            follower.stop();
            thread.join();
            assertThat(shown).as("%s is shown", manifest).isTrue();
            cached = caches.index().hashes();
            problems = state.status().problems();
            return state.status().progress().recordsRead();
        }
    }

    /** Of the log; whoever seeks in it is given what is there. */
    private FollowedTopics topics() {
        FollowedTopics topics = new FollowedTopics(logStart, logStart + log.size());
        topics.make();
        feed(topics);
        return topics;
    }

    private void feed(FollowedTopics topics) {
        topics.consumer.schedulePollTask(() -> {
            for (long offset = topics.position(); offset < logStart + log.size(); offset++) {
                topics.add(offset, log.get((int) (offset - logStart)));
            }
            feed(topics);
        });
    }

    private Path position() {
        return directory.resolve("index").resolve("position");
    }

    private Set<BlobHash> blobsOfLog() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (KeyedBytes record : log) {
            if (new String(record.key(), StandardCharsets.UTF_8).startsWith(Manifest.KEY_PREFIX)) {
                manifests.add(Manifest.fromJson(record.value()));
            }
        }
        return manifests.stream()
                .flatMap(manifest -> manifest.buckets().stream())
                .flatMap(bucket -> bucket.segments().stream())
                .map(segment -> segment.blob().hash())
                .collect(Collectors.toSet());
    }
}
