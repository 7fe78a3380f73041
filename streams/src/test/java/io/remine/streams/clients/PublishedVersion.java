package io.remine.streams.clients;

import io.remine.state.blob.BlobRef;
import io.remine.state.blob.Blobs;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.encoder.ParameterLayout;
import io.remine.state.lineage.InputOffsets;
import io.remine.state.lineage.Lineage;
import io.remine.state.model.Ancestry;
import io.remine.state.model.BitDifference;
import io.remine.state.model.ModelVersion;
import io.remine.state.model.ParameterHash;
import io.remine.state.model.SliceBlobs;
import io.remine.state.model.SliceLayout;
import io.remine.state.model.VersionMetrics;
import io.remine.state.model.VersionRecord;
import io.remine.state.model.VersionSlice;
import io.remine.state.release.Release;
import io.remine.streams.generation.PublishedModel;
import io.remine.streams.job.Deployment;
import io.remine.streams.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Versions as training would publish them, of several slices each, the last of them released. */
final class PublishedVersion {

    private static final int SLICES = 3;
    private static final SplittableRandom RANDOM = new SplittableRandom(6);

    private PublishedVersion() {}

    /** Publishes a version, one upon it, and releases the second. */
    static void publish(Deployment deployment, ModelVersion first, ModelVersion second) {
        EncoderSource source = PublishedModel.load(deployment.configuration(), Optional.empty());
        ParameterLayout layout =
                ParameterLayout.of(source.config(), deployment.generation().trainable());
        float[] parameters = source.weights().flatten(layout);
        publish(deployment, first, Optional.empty(), parameters);
        publish(deployment, second, Optional.of(first), parameters);
        Release release = new Release(
                Optional.of(second), deployment.generation().generation(), "for the test", System.currentTimeMillis());
        deployment.produce(Topic.RELEASES, Release.LIVE_KEY, release.toJson());
    }

    /** Changes the parameters a little, and publishes by what. */
    private static void publish(
            Deployment deployment, ModelVersion version, Optional<ModelVersion> parent, float[] parameters) {
        SliceLayout layout = new SliceLayout(parameters.length, parameters.length / SLICES + 1);
        float[] before = parameters.clone();
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] += (float) (RANDOM.nextDouble() - 0.5) / 100;
        }
        List<VersionSlice> slices = new ArrayList<>();
        for (int slice = 0; slice < layout.slices(); slice++) {
            int start = layout.start(slice);
            int length = layout.length(slice);
            byte[] update = SliceBlobs.writeUpdate(slice, BitDifference.between(before, parameters, start, length));
            Blobs.split(update).forEach(chunk -> deployment.produce(Topic.MODELS, text(chunk.key()), chunk.value()));
            slices.add(new VersionSlice(
                    slice,
                    List.of(BlobRef.of(update)),
                    Optional.empty(),
                    ParameterHash.ofSlice(parameters, start, length)));
        }
        VersionRecord record = new VersionRecord(
                version,
                parent,
                Ancestry.fresh(version.timeline()),
                deployment.generation().generation(),
                Lineage.NONE,
                InputOffsets.NONE,
                List.of(),
                layout,
                slices,
                VersionMetrics.NONE,
                0);
        deployment.produce(Topic.MODELS, text(record.key()), record.toJson());
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
