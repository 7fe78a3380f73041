package io.remine.state.live;

import io.remine.state.index.ManifestId;
import io.remine.state.lineage.InputPosition;
import io.remine.state.model.ModelLog;
import io.remine.state.model.ModelVersion;
import java.util.Optional;

/** How new a view must be at least to answer a search. */
public sealed interface AtLeast {

    /**
     * The encoder is this version, a later one of its timeline, or one that descends from it. The generation's first encoder
     * is none of these.
     */
    record Version(ModelVersion version) implements AtLeast {}

    /** The index is this manifest or a later one of its timeline. Manifests of other timelines have no order with it. */
    record Index(ManifestId manifest) implements AtLeast {}

    /**
     * The index contains what the record at this position of the topic of documents says: where a producer's
     * {@code RecordMetadata} has put an upsert, so that its writer finds it.
     */
    record Input(InputPosition position) implements AtLeast {}

    static AtLeast version(ModelVersion version) {
        return new Version(version);
    }

    static AtLeast index(ManifestId manifest) {
        return new Index(manifest);
    }

    /** Whoever wrote this record finds it. */
    static AtLeast input(String topic, int partition, long offset) {
        return new Input(new InputPosition(topic, partition, offset));
    }

    /** Whether the view is as new. */
    default boolean isMetBy(View view, ModelLog models) {
        if (this instanceof Version wanted) {
            return view.version()
                    .filter(serving -> isAt(serving, wanted.version, models))
                    .isPresent();
        }
        if (this instanceof Index wanted) {
            return view.manifest().timeline().equals(wanted.manifest.timeline())
                    && view.manifest().checkpoint() >= wanted.manifest.checkpoint();
        }
        Input wanted = (Input) this;
        return view.index().manifest().offsets().contain(wanted.position);
    }

    /** What is wanted and what there is instead, for whoever waited in vain. */
    default String missing(Optional<View> view) {
        if (this instanceof Version wanted) {
            String serving = view.flatMap(View::version)
                    .map(ModelVersion::toString)
                    .orElse(view.isPresent() ? "the generation's first encoder" : "none");
            return "version %s or a later one is wanted, %s serves".formatted(wanted.version, serving);
        }
        String manifest = view.map(shown -> shown.manifest().toString()).orElse("none");
        if (this instanceof Index wanted) {
            return "manifest %s or a later one of its timeline is wanted, %s is searched"
                    .formatted(wanted.manifest, manifest);
        }
        return "%s is wanted, manifest %s is searched, which does not contain it"
                .formatted(((Input) this).position, manifest);
    }

    private static boolean isAt(ModelVersion serving, ModelVersion wanted, ModelLog models) {
        if (serving.timeline().equals(wanted.timeline())) {
            return serving.checkpoint() >= wanted.checkpoint();
        }
        return models.version(serving)
                .filter(record -> record.ancestry().contains(wanted))
                .isPresent();
    }
}
