package io.remine.state.verify;

import static io.remine.state.verify.DamagedTopic.MANY;
import static io.remine.state.verify.DamagedTopic.bucket;
import static io.remine.state.verify.DamagedTopic.manifest;
import static io.remine.state.verify.DamagedTopic.reference;
import static io.remine.state.verify.DamagedTopic.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.index.Segment;
import io.remine.state.model.Generation;
import io.remine.state.record.DocumentId;
import io.remine.state.signing.TrustedKeys;
import io.remine.state.verify.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexVerifierTest {

    @TempDir
    private Path directory;

    private final DamagedTopic topic = new DamagedTopic();
    private TrustedKeys trust = TrustedKeys.none();

    @Test
    void findsNothingInAGoodTopic() throws IOException {
        topic.publish(topic.manifest("life/1"));
        topic.publish(topic.manifest("life/2"));

        IndexReport report = verify();
        assertThat(report.isGood()).isTrue();
        assertThat(report.findings().kinds()).isEmpty();
        assertThat(report.blobs()).isEqualTo(2);
        assertThat(report.records()).isEqualTo(topic.records.size());
        assertThat(report.manifests())
                .singleElement()
                .extracting(manifest -> manifest.id().toString())
                .isEqualTo("life/2");
    }

    @Test
    void saysWhichChunksAreMissing() throws IOException {
        topic.publish(topic.manifest("life/1"));
        topic.records.remove(1);
        assertFinds(Kind.MISSING_SEGMENT, "life/1", "bucket 0", "of 3 chunks {1} are missing");
    }

    @Test
    void saysOfWhichSegmentNothingIsThere() throws IOException {
        topic.publish(topic.manifest("life/1"));
        topic.records.removeIf(
                record -> key(record).startsWith(BlobRef.of(topic.small).hash() + "/"));
        assertFinds(Kind.MISSING_SEGMENT, "bucket 1", "not one chunk of it is there");
    }

    @Test
    void findsADamagedChunkAndWhatItIsMissedBy() throws IOException {
        topic.publish(topic.manifest("life/1"));
        byte[] damaged = topic.records.get(0).value().clone();
        damaged[500_000] ^= 1;
        topic.records.set(0, new KeyedBytes(topic.records.get(0).key(), damaged));

        Findings findings = verify().findings();
        assertThat(what(findings, Kind.MALFORMED_RECORD)).contains("CRC-32C");
        assertThat(what(findings, Kind.MISSING_SEGMENT)).contains("{0} are missing");
    }

    @Test
    void findsABlobThatIsNotItsHash() throws IOException {
        topic.publish(topic.manifest("life/1"));
        byte[] other = topic.large.clone();
        other[other.length - 1] ^= 1;
        int last = Blobs.split(topic.large).size() - 1;
        KeyedBytes forged = new KeyedBytes(
                topic.records.get(last).key(), Blobs.split(other).get(last).value());
        topic.records.set(last, forged);

        Findings findings = verify().findings();
        assertThat(what(findings, Kind.MALFORMED_RECORD)).contains("have another SHA-256");
        assertThat(what(findings, Kind.MISSING_SEGMENT)).contains("all 3 chunks are there, but");
    }

    @Test
    void findsASegmentThatIsNone() throws IOException {
        byte[] none = "no safetensors".getBytes(StandardCharsets.UTF_8);
        topic.publish(none);
        topic.publish(manifest("life/1", 1, bucket(0, reference(none, 1, 0))));
        assertFinds(Kind.UNREADABLE_SEGMENT, "bucket 0", "safetensors of 14 bytes");
    }

    @Test
    void findsSegmentsThatAreNotWhatTheManifestSays() throws IOException {
        byte[] ofAnother = segment(1, new Generation(3), topic.rows("other-", 2, 1), List.of());
        topic.publish(ofAnother);
        topic.publish(manifest("life/1", 2, bucket(2, reference(ofAnother, 2, 1))));

        Findings findings = verify().findings();
        assertThat(findings.first(Kind.WRONG_SEGMENT))
                .extracting(Finding::what)
                .anySatisfy(what -> assertThat(what).contains("bucket 1, manifest life/1 says 2"))
                .anySatisfy(what -> assertThat(what).contains("generation 3, manifest life/1 says 0"))
                .anySatisfy(what -> assertThat(what).contains("deletions 0, manifest life/1 says 1"))
                .hasSize(3);
    }

    @Test
    void findsDocumentsThatDoNotAddUp() throws IOException {
        byte[] deletion =
                segment(0, Generation.FIRST, List.of(), List.of(new Segment.Deletion(new DocumentId("large-7"), 2)));
        topic.publish(deletion);
        topic.publish(manifest("life/1", MANY, bucket(0, reference(topic.large, MANY, 0), reference(deletion, 0, 1))));
        assertFinds(Kind.WRONG_DOCUMENT_COUNT, "says %d documents, its segments hold %d".formatted(MANY, MANY - 1));
    }

    @Test
    void findsADocumentInTwoBuckets() throws IOException {
        byte[] elsewhere = segment(2, Generation.FIRST, topic.rows("small-", 1, 6), List.of());
        topic.publish(elsewhere);
        topic.publish(
                manifest("life/1", 4, bucket(1, reference(topic.small, 3, 0)), bucket(2, reference(elsewhere, 1, 0))));
        assertFinds(Kind.MISPLACED_DOCUMENT, "document small-0 is in bucket 1 and in bucket 2");
    }

    @Test
    void findsAnOlderVersionOverANewerOne() throws IOException {
        byte[] older = segment(1, Generation.FIRST, topic.rows("small-", 1, 4), List.of());
        topic.publish(older);
        topic.publish(manifest("life/1", 3, bucket(1, reference(topic.small, 3, 0), reference(older, 1, 0))));
        assertFinds(Kind.VERSION_WENT_BACK, "document small-0: version 4", "5 in one before it");
    }

    @Test
    void findsAManifestThatWentBack() throws IOException {
        topic.publish(topic.manifest("life/8"));
        topic.publish(topic.manifest("life/7"));
        topic.publish(topic.manifest("another/1"));
        assertFinds(Kind.MANIFEST_WENT_BACK, "manifest life/7 after life/8");
    }

    @Test
    void findsRecordsOfNobody() throws IOException {
        topic.publish(topic.manifest("life/1"));
        topic.records.add(record("who/knows", "?"));
        topic.records.add(record("manifest/0", "{\"format\": 1}"));
        topic.records.add(
                record("manifest/5", new String(topic.manifest("life/2").toJson(), StandardCharsets.UTF_8)));

        IndexReport report = verify();
        assertThat(report.findings().first(Kind.MALFORMED_RECORD))
                .extracting(Finding::what)
                .satisfiesExactly(
                        what -> assertThat(what).contains("who/knows"),
                        what -> assertThat(what).contains("timeline"),
                        what -> assertThat(what).contains("under the key manifest/5"));
        assertThat(report.manifests()).hasSize(1);
    }

    @Test
    void notesWhatNobodyNames() throws IOException {
        topic.publish(manifest("life/1", 3, bucket(1, reference(topic.small, 3, 0))));
        byte[] left = segment(0, Generation.FIRST, topic.rows("left-", MANY, 1), List.of());
        topic.records.add(Blobs.split(left).get(2));

        IndexReport report = verify();
        assertThat(report.isGood()).isTrue();
        assertThat(what(report.findings(), Kind.UNNAMED_BLOB))
                .contains(BlobRef.of(topic.large).hash().hex());
        assertThat(what(report.findings(), Kind.INCOMPLETE_BLOB)).contains("of 3 chunks {0, 1} are missing");
    }

    @Test
    void findsWhatNoTrustedKeyHasSigned() throws Exception {
        PublicKey key =
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic();
        trust = TrustedKeys.read(List.of(Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                        .formatted(Base64.getEncoder().encodeToString(key.getEncoded())))));
        topic.publish(topic.manifest("life/1"));
        assertFinds(Kind.UNTRUSTED_RECORD, "manifest/0", "is not signed");
    }

    @Test
    void aTopicWithoutAManifestIsNotGood() throws IOException {
        assertFinds(Kind.NO_MANIFEST, "4 records");
    }

    /** However much is wrong, what is kept of it is bounded. */
    @Test
    void keepsTheFirstOfManyFindingsAndCountsTheRest() throws IOException {
        topic.publish(topic.manifest("life/1"));
        for (int i = 0; i < 1_000; i++) {
            topic.records.add(record("nobody/" + i, "?"));
        }
        Findings findings = verify().findings();
        assertThat(findings.count(Kind.MALFORMED_RECORD)).isEqualTo(1_000);
        assertThat(findings.first(Kind.MALFORMED_RECORD)).hasSize(Findings.KEPT);
        assertThat(findings.errors()).isEqualTo(1_000);
    }

    private void assertFinds(Kind kind, String... parts) throws IOException {
        IndexReport report = verify();
        assertThat(report.isGood()).isFalse();
        assertThat(what(report.findings(), kind)).contains(parts);
    }

    private static String what(Findings findings, Kind kind) {
        assertThat(findings.kinds()).contains(kind);
        return findings.first(kind).get(0).what();
    }

    private IndexReport verify() throws IOException {
        try (BlobCache cache = BlobCache.open(directory)) {
            IndexVerifier verifier = new IndexVerifier(cache, new BlobAssembler.Limits(1 << 26, 1 << 26), trust);
            for (KeyedBytes record : topic.records) {
                verifier.accept(record.key(), record.value(), Optional.empty());
            }
            return verifier.finish();
        }
    }

    private static KeyedBytes record(String key, String value) {
        return new KeyedBytes(key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(KeyedBytes record) {
        return new String(record.key(), StandardCharsets.UTF_8);
    }
}
