package io.remine.state.model;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.blob.KeyedBytes;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.ParameterLayout;
import io.remine.state.encoder.Trainable;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.Lineage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Publishes generations and versions of random parameters as the records of {@code models}, for tests. */
public final class ModelTopic {

    private final EncoderSource source;
    private final Trainable trainable;
    private final SliceLayout layout;
    private final SplittableRandom random;
    private final Map<ModelVersion, float[]> parameters = new HashMap<>();

    public ModelTopic(EncoderSource source, Trainable trainable, int slices, long seed) {
        this.source = source;
        this.trainable = trainable;
        int total = ParameterLayout.of(source.config(), trainable).size();
        this.layout = new SliceLayout(total, (total + slices - 1) / slices);
        this.random = new SplittableRandom(seed);
    }

    /** The generation's blobs and, last, its record. */
    public List<KeyedBytes> generation() {
        byte[] weights = source.weights().toBlob(source.config());
        byte[] tokenizer = source.tokenizerJson();
        GenerationRecord record = new GenerationRecord(
                Generation.FIRST,
                source.config(),
                BlobRef.of(weights),
                BlobRef.of(tokenizer),
                trainable,
                layout.total());
        List<KeyedBytes> records = new ArrayList<>(Blobs.split(weights));
        records.addAll(Blobs.split(tokenizer));
        records.add(new KeyedBytes(record.key(), record.toJson()));
        return records;
    }

    /** A version's blobs and, last, its record. */
    public List<KeyedBytes> version(Optional<ModelVersion> parent, Ancestry ancestry, long checkpoint, boolean full) {
        float[] before = parent.map(parameters::get).orElseGet(this::first);
        float[] after = before.clone();
        for (int i = 0; i < after.length; i++) {
            after[i] += (float) (random.nextDouble() - 0.5);
        }
        ModelVersion version = new ModelVersion(ancestry.own(), checkpoint);
        parameters.put(version, after);
        List<KeyedBytes> records = new ArrayList<>();
        List<VersionSlice> slices = new ArrayList<>();
        for (int slice = 0; slice < layout.slices(); slice++) {
            float[] part = layout.copyOf(slice, after);
            byte[] update = SliceBlobs.writeUpdate(slice, BitDifference.between(layout.copyOf(slice, before), part));
            records.addAll(Blobs.split(update));
            Optional<BlobRef> copy = Optional.empty();
            if (full) {
                byte[] blob = SliceBlobs.writeFull(slice, part);
                records.addAll(Blobs.split(blob));
                copy = Optional.of(BlobRef.of(blob));
            }
            slices.add(new VersionSlice(slice, List.of(BlobRef.of(update)), copy, ParameterHash.ofSlice(part)));
        }
        VersionRecord record = new VersionRecord(
                version,
                parent,
                ancestry,
                Generation.FIRST,
                Lineage.NONE,
                InputOffsets.NONE,
                List.of(),
                layout,
                slices,
                VersionMetrics.NONE,
                0);
        records.add(new KeyedBytes(record.key(), record.toJson()));
        return records;
    }

    /** The parameters that a version was published with. */
    public float[] parameters(ModelVersion version) {
        return parameters.get(version).clone();
    }

    private float[] first() {
        return source.weights().flatten(ParameterLayout.of(source.config(), trainable));
    }
}
