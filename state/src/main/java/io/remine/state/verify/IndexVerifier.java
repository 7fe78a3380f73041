package io.remine.state.verify;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobHash;
import io.remine.state.blob.ChunkKey;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.index.Manifest;
import io.remine.state.index.SegmentRef;
import io.remine.state.signing.SignedTopic;
import io.remine.state.signing.TrustedKeys;
import io.remine.state.signing.UntrustedRecordException;
import io.remine.state.verify.Finding.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes every record of the topic {@code index}, in the order of each partition, and then judges the whole: first each record,
 * then what the newest manifest of each generation needs, then what nobody needs. For one thread.
 */
public final class IndexVerifier {

    private final BlobCache cache;
    private final BlobAssembler assembler;
    private final TrustedKeys trust;
    private final Map<String, Manifest> newest = new TreeMap<>();
    private final Findings findings = new Findings();
    private long records;
    private long bytes;

    /** The cache, an empty one, is this verifier's; whoever opened it closes it. */
    public IndexVerifier(BlobCache cache, BlobAssembler.Limits limits, TrustedKeys trust) {
        this.trust = trust;
        this.cache = cache;
        this.assembler = new BlobAssembler(cache, limits);
    }

    /**
     * Takes a record of the topic.
     *
     * @param value null deletes
     * @param signature the header of it, if the record has one
     * @throws IOException if the cache cannot be written
     */
    public void accept(byte[] key, byte[] value, Optional<byte[]> signature) throws IOException {
        records++;
        bytes += key.length + (value == null ? 0L : value.length);
        String name = new String(key, StandardCharsets.UTF_8);
        try {
            trust.check(SignedTopic.INDEX, key, RecordValue.of(value), signature);
            var chunk = ChunkKey.parse(key);
            if (chunk.isPresent()) {
                assembler.accept(chunk.get(), RecordValue.of(value));
            } else if (!name.startsWith(Manifest.KEY_PREFIX)) {
                findings.add(Kind.MALFORMED_RECORD, "key '%.100s' names nothing known".formatted(name));
            } else if (value == null) {
                newest.remove(name);
            } else {
                acceptManifest(name, Manifest.fromJson(value));
            }
        } catch (UntrustedRecordException e) {
            findings.add(Kind.UNTRUSTED_RECORD, e.getMessage());
        } catch (CorruptDataException e) {
            findings.add(Kind.MALFORMED_RECORD, e.getMessage());
        }
    }

    /**
     * Judges what was taken; call it once, when the topic has been read to its end.
     *
     * @throws IOException if the cache cannot be read
     */
    public IndexReport finish() throws IOException {
        Map<BlobHash, BlobAssembler.Incomplete> incomplete = new HashMap<>();
        assembler.incomplete().forEach(blob -> incomplete.put(blob.blob(), blob));
        Set<BlobHash> named = new HashSet<>();
        for (Manifest manifest : newest.values()) {
            new ManifestCheck(manifest, cache, incomplete, findings).run();
            manifest.buckets().stream()
                    .flatMap(bucket -> bucket.segments().stream())
                    .map(SegmentRef::blob)
                    .forEach(blob -> named.add(blob.hash()));
        }
        if (newest.isEmpty()) {
            findings.add(Kind.NO_MANIFEST, "%d records and none of them a manifest".formatted(records));
        }
        Set<BlobHash> whole = cache.hashes();
        whole.stream()
                .filter(blob -> !named.contains(blob))
                .sorted()
                .forEach(blob -> findings.add(Kind.UNNAMED_BLOB, "blob %s".formatted(blob)));
        incomplete.values().stream()
                .filter(blob -> !named.contains(blob.blob()))
                .forEach(blob ->
                        findings.add(Kind.INCOMPLETE_BLOB, "blob %s: %s".formatted(blob.blob(), blob.missing())));
        return new IndexReport(
                records, bytes, whole.size(), newest.values().stream().toList(), findings);
    }

    private void acceptManifest(String key, Manifest manifest) {
        if (!key.equals(new String(manifest.key(), StandardCharsets.UTF_8))) {
            findings.add(
                    Kind.MALFORMED_RECORD,
                    "manifest %s of %s under the key %s".formatted(manifest.id(), manifest.generation(), key));
            return;
        }
        Manifest before = newest.get(key);
        if (before != null && manifest.id().isBefore(before.id())) {
            findings.add(Kind.MANIFEST_WENT_BACK, "manifest %s after %s".formatted(manifest.id(), before.id()));
            return;
        }
        newest.put(key, manifest);
    }
}
