package io.remine.operators.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import io.remine.operators.outgoing.OutgoingRecord;
import io.remine.state.blob.BlobAssembler;
import io.remine.state.blob.BlobCache;
import io.remine.state.blob.BlobRef;
import io.remine.state.blob.ChunkKey;
import io.remine.state.blob.RecordValue;
import io.remine.state.model.BitDifference;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceBlobs;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every version's updates lead from its parent to the parameters that its record names, bit for bit, and its full copies are
 * those parameters. Fed with the records of {@code models} in their order; chunks before the version that needs them.
 */
public final class EveryVersionFolds {

    private final float[] initial;
    private final BlobCache cache;
    private final BlobAssembler assembler;
    private final Map<ModelVersion, float[]> folded = new LinkedHashMap<>();
    private Optional<VersionRecord> newest = Optional.empty();

    /**
     * @param initial parameters of the generation's first encoder
     * @param cache an empty one, of its own
     */
    public EveryVersionFolds(float[] initial, BlobCache cache) {
        this.initial = initial.clone();
        this.cache = cache;
        this.assembler = new BlobAssembler(cache, new BlobAssembler.Limits(1 << 26, 1 << 28));
    }

    /** Takes a record in, and checks it if it is a version. */
    public void accept(OutgoingRecord record) throws IOException {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        Optional<ChunkKey> chunk = ChunkKey.parse(record.key());
        if (chunk.isPresent()) {
            assembler.accept(chunk.get(), RecordValue.of(record.value()));
        } else if (key.startsWith(VersionRecord.KEY_PREFIX) && record.value() != null) {
            fold(VersionRecord.fromJson(record.value()));
        }
    }

    /** The version that came last. */
    public Optional<VersionRecord> newest() {
        return newest;
    }

    /** Parameters of the version that came last; the first encoder's if none has. */
    public float[] parameters() {
        return newest.map(version -> folded.get(version.version()))
                .orElse(initial)
                .clone();
    }

    /** All versions, in their order. */
    public List<ModelVersion> versions() {
        return List.copyOf(folded.keySet());
    }

    private void fold(VersionRecord version) throws IOException {
        assertThat(folded).as("versions before %s", version.version()).doesNotContainKey(version.version());
        version.parent()
                .ifPresent(parent ->
                        assertThat(folded).as("parent of %s", version.version()).containsKey(parent));
        float[] parameters = version.parent().map(folded::get).orElse(initial).clone();
        for (VersionSlice slice : version.slices()) {
            int start = version.layout().start(slice.slice());
            List<byte[]> updates = new ArrayList<>();
            for (BlobRef update : slice.updates()) {
                updates.add(cache.read(update));
            }
            BitDifference.apply(SliceBlobs.readUpdates(updates, version.layout(), slice.slice()), parameters, start);
            if (slice.full().isPresent()) {
                assertThat(SliceBlobs.readFull(cache.read(slice.full().get()), version.layout(), slice.slice()))
                        .as("full copy of slice %d of %s", slice.slice(), version.version())
                        .isEqualTo(version.layout().copyOf(slice.slice(), parameters));
            }
        }
        assertThat(ParameterHash.ofParameters(version.layout(), parameters))
                .as("parameters of %s, folded", version.version())
                .isEqualTo(version.parameters());
        folded.put(version.version(), parameters);
        newest = Optional.of(version);
    }
}
