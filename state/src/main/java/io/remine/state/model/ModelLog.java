package io.remine.state.model;

import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.ChunkKey;
import io.remine.state.blob.RecordValue;
import io.remine.state.codec.CorruptDataException;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.EncoderWeights;
import io.remine.state.encoder.ParameterLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the topic {@code models} holds, as far as it was read: generations, versions, and the blobs they refer to. A version
 * may be read before its blobs; until these are complete it is as if it were not there.
 *
 * <p>One thread hands the records in; any thread may ask.
 */
public final class ModelLog {

    private final BlobCache cache;
    private final BlobAssembler assembler;
    private final VersionFolder folder;
    private final Map<Generation, GenerationRecord> generations = new HashMap<>();
    private final Map<ModelVersion, VersionRecord> versions = new HashMap<>();

    /**
     * @param cache keeps the topic's blobs, and no others
     * @param limits how large blobs may be
     */
    public ModelLog(BlobCache cache, BlobAssembler.Limits limits) {
        this.cache = cache;
        this.assembler = new BlobAssembler(cache, limits);
        this.folder = new VersionFolder(this);
    }

    /**
     * Takes a record of the topic.
     *
     * @param value never to be changed again; null deletes
     * @throws CorruptDataException if the record is refused: nothing of it was used, and the next may be taken
     * @throws IOException if the cache cannot be written
     */
    public void accept(byte[] key, ByteBuffer value) throws IOException {
        Optional<ChunkKey> chunk = ChunkKey.parse(key);
        if (chunk.isPresent()) {
            assembler.accept(chunk.get(), value);
            return;
        }
        String name = new String(key, StandardCharsets.UTF_8);
        if (name.startsWith(VersionRecord.KEY_PREFIX)) {
            acceptVersion(name, RecordValue.bytes(value));
        } else if (name.startsWith(GenerationRecord.KEY_PREFIX)) {
            acceptGeneration(name, RecordValue.bytes(value));
        } else {
            throw new CorruptDataException("key '%.100s' on the topic of models names nothing known".formatted(name));
        }
    }

    /** Deletes cached blobs that the topic no longer holds; for the reading thread, once it has read to the end. */
    public void deleteUnseen() throws IOException {
        assembler.deleteUnseen();
    }

    public synchronized Optional<GenerationRecord> generationRecord(Generation generation) {
        return Optional.ofNullable(generations.get(generation));
    }

    /** Whether the generation's record and blobs are here. */
    public synchronized boolean hasGeneration(Generation generation) {
        GenerationRecord record = generations.get(generation);
        return record != null && isHere(record.weights()) && isHere(record.tokenizer());
    }

    /**
     * The generation's first encoder; empty until its record and blobs are here.
     *
     * @throws IOException if a blob is damaged
     */
    public Optional<EncoderSource> generation(Generation generation) throws IOException {
        Optional<GenerationRecord> found = generationRecord(generation);
        if (found.isEmpty()
                || !isHere(found.get().weights())
                || !isHere(found.get().tokenizer())) {
            return Optional.empty();
        }
        GenerationRecord record = found.get();
        EncoderWeights weights = EncoderWeights.fromBlob(cache.read(record.weights()), record.config());
        return Optional.of(new EncoderSource(record.config(), weights, cache.read(record.tokenizer())));
    }

    /** The record of a version, whether or not its blobs are here. */
    public synchronized Optional<VersionRecord> version(ModelVersion version) {
        return Optional.ofNullable(versions.get(version));
    }

    /** The records of all versions that are not deleted, of every life, the earliest checkpoint first. */
    public synchronized List<VersionRecord> versions() {
        return versions.values().stream()
                .sorted(Comparator.comparingLong(record -> record.version().checkpoint()))
                .toList();
    }

    /**
     * The version that follows in this life, whole; empty until it is here.
     *
     * @param after empty for the generation's first encoder
     * @throws IOException if a blob is damaged
     */
    public Optional<PublishedUpdate> next(Optional<ModelVersion> after, Ancestry ancestry) throws IOException {
        Optional<VersionRecord> child = versions().stream()
                .filter(record -> record.parent().equals(after) && ancestry.contains(record.version()))
                .findFirst();
        if (child.isEmpty() || !updatesAreHere(child.get())) {
            return Optional.empty();
        }
        return Optional.of(new PublishedUpdate(child.get(), readUpdates(child.get())));
    }

    /** Whether {@link #materialise} has all it needs. */
    public boolean isComplete(ModelVersion version) {
        return chain(version, Optional.empty()).isPresent();
    }

    /**
     * The trainable parameters of a version, verified against its hashes.
     *
     * @throws CorruptDataException if they have another hash
     * @throws IOException if a blob is damaged, or the version is not complete
     */
    public float[] materialise(ModelVersion version) throws IOException {
        return folder.parameters(version);
    }

    /**
     * The trainable parameters of the generation's first encoder.
     *
     * @throws IOException if a blob is damaged or not here
     */
    public float[] firstParameters(Generation generation) throws IOException {
        EncoderSource source = generation(generation)
                .orElseThrow(() -> new IOException("%s is not complete; wait for it".formatted(generation)));
        GenerationRecord record = generationRecord(generation).orElseThrow();
        return source.weights().flatten(ParameterLayout.of(record.config(), record.trainable()));
    }

    /**
     * The versions to fold, oldest first, to come to this one; empty if a record or blob is missing. The first of them adds
     * to {@code head}, or is a full copy, or adds to the generation's first encoder.
     */
    synchronized Optional<List<VersionRecord>> chain(ModelVersion version, Optional<ModelVersion> head) {
        Deque<VersionRecord> chain = new ArrayDeque<>();
        Optional<ModelVersion> current = Optional.of(version);
        while (current.isPresent() && !current.equals(head)) {
            VersionRecord record = versions.get(current.get());
            if (record == null) {
                return Optional.empty();
            }
            chain.addFirst(record);
            if (fullCopyIsHere(record)) {
                return Optional.of(List.copyOf(chain));
            }
            if (!updatesAreHere(record)) {
                return Optional.empty();
            }
            current = record.parent();
        }
        boolean fromFirst = current.isEmpty();
        return fromFirst && !hasGeneration(chain.getFirst().generation())
                ? Optional.empty()
                : Optional.of(List.copyOf(chain));
    }

    boolean fullCopyIsHere(VersionRecord record) {
        return record.isFullCopy()
                && record.slices().stream()
                        .allMatch(slice -> isHere(slice.full().orElseThrow()));
    }

    float[] readFull(VersionRecord record) throws IOException {
        SliceLayout layout = record.layout();
        float[] parameters = new float[layout.total()];
        for (VersionSlice slice : record.slices()) {
            byte[] blob = cache.read(slice.full().orElseThrow());
            float[] part = SliceBlobs.readFull(blob, layout, slice.slice());
            System.arraycopy(part, 0, parameters, layout.start(slice.slice()), part.length);
        }
        return parameters;
    }

    List<int[]> readUpdates(VersionRecord record) throws IOException {
        List<int[]> updates = new ArrayList<>();
        for (VersionSlice slice : record.slices()) {
            List<byte[]> blobs = new ArrayList<>();
            for (BlobRef update : slice.updates()) {
                blobs.add(cache.read(update));
            }
            updates.add(SliceBlobs.readUpdates(blobs, record.layout(), slice.slice()));
        }
        return updates;
    }

    private boolean updatesAreHere(VersionRecord record) {
        return record.slices().stream()
                .flatMap(slice -> slice.updates().stream())
                .allMatch(this::isHere);
    }

    private boolean isHere(BlobRef blob) {
        return cache.contains(blob.hash());
    }

    private void acceptVersion(String key, byte[] value) throws CorruptDataException {
        ModelVersion version;
        try {
            version = ModelVersion.parse(key.substring(VersionRecord.KEY_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("key '%.100s': %s".formatted(key, e.getMessage()), e);
        }
        VersionRecord record = value == null ? null : VersionRecord.fromJson(value);
        if (record != null && !record.version().equals(version)) {
            throw new CorruptDataException("key '%s' with the record of %s".formatted(key, record.version()));
        }
        put(versions, version, record);
    }

    private void acceptGeneration(String key, byte[] value) throws CorruptDataException {
        Generation generation;
        try {
            generation = new Generation(Integer.parseInt(key.substring(GenerationRecord.KEY_PREFIX.length())));
        } catch (IllegalArgumentException e) {
            throw new CorruptDataException("key '%.100s': %s".formatted(key, e.getMessage()), e);
        }
        GenerationRecord record = value == null ? null : GenerationRecord.fromJson(value);
        if (record != null && !record.generation().equals(generation)) {
            throw new CorruptDataException("key '%s' with the record of %s".formatted(key, record.generation()));
        }
        put(generations, generation, record);
    }

    private synchronized <K, V> void put(Map<K, V> records, K key, V record) {
        if (record == null) {
            records.remove(key);
        } else {
            records.put(key, record);
        }
    }
}
