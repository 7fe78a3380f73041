package io.remine.state.live;

import ai.djl.Device;
import io.remine.state.encoder.Encoder;
import io.remine.state.encoder.EncoderSource;
import io.remine.state.model.Generation;
import io.remine.state.model.GenerationRecord;
import io.remine.state.model.ModelLog;
import io.remine.state.model.ModelVersion;
import io.remine.state.release.Release;
import io.remine.state.resource.Lease;
import java.io.IOException;
import java.util.Optional;

/**
 * The encoders that serve. A released version gets an encoder of its own beside the one that serves, never written into it:
 * searches may be using that.
 */
final class EncoderState implements AutoCloseable {

    private final Generation generation;
    private final ModelLog models;
    private final Problems problems;
    private final Device device;
    private Optional<Lease<Encoder>> control = Optional.empty();
    private Optional<Lease<Encoders>> current = Optional.empty();
    private Optional<Release> badRelease = Optional.empty();
    private Optional<GenerationRecord> badGeneration = Optional.empty();

    EncoderState(Generation generation, ModelLog models, Problems problems, Device device) {
        this.generation = generation;
        this.models = models;
        this.problems = problems;
        this.device = device;
    }

    /** The encoders that serve; empty until the generation's first encoder is here. */
    Optional<Lease<Encoders>> current() {
        return current;
    }

    /**
     * Goes over to what is released, if that is here and can be used. Until then what served before serves, at first the
     * generation's first encoder.
     *
     * @return whether the encoders have changed
     */
    boolean refresh(Optional<Release> wanted) {
        if (control.isEmpty() && !openControl()) {
            return false;
        }
        boolean changed = current.isEmpty() && open(Optional.empty());
        Optional<ModelVersion> version = wanted.flatMap(Release::version);
        boolean isBad = wanted.isPresent() && wanted.equals(badRelease);
        if (isBad || version.equals(current.orElseThrow().get().version())) {
            return changed;
        }
        return open(wanted) || changed;
    }

    @Override
    public void close() {
        current.ifPresent(Lease::close);
        control.ifPresent(Lease::close);
        current = Optional.empty();
        control = Optional.empty();
    }

    private boolean openControl() {
        Optional<GenerationRecord> record = models.generationRecord(generation);
        if (record.isEmpty() || record.equals(badGeneration)) {
            return false;
        }
        try {
            Optional<EncoderSource> source = models.generation(generation);
            source.map(found -> new Encoder(found, record.get().trainable(), device).freeze())
                    .ifPresent(encoder -> control = Optional.of(Lease.of(encoder, encoder::close)));
        } catch (IOException | RuntimeException e) {
            badGeneration = record;
            problems.stand(Problem.BAD_RELEASE, "first encoder of %s: %s".formatted(generation, e));
        }
        return control.isPresent();
    }

    private boolean open(Optional<Release> release) {
        Optional<ModelVersion> version = release.flatMap(Release::version);
        if (version.isPresent() && !models.isComplete(version.get())) {
            return false; // wait for it
        }
        Lease<Encoder> first = control.orElseThrow().share();
        try {
            Lease<Encoders> opened = version.isPresent() ? encoders(first, version.get()) : encoders(first);
            current.ifPresent(Lease::close);
            current = Optional.of(opened);
            problems.clear(Problem.BAD_RELEASE);
            return true;
        } catch (IOException | RuntimeException e) {
            first.close();
            badRelease = release;
            problems.stand(Problem.BAD_RELEASE, "version %s: %s".formatted(version, e));
            return false;
        }
    }

    private static Lease<Encoders> encoders(Lease<Encoder> control) {
        return Lease.of(new Encoders(control.get(), control.get(), Optional.empty()), control::close);
    }

    private Lease<Encoders> encoders(Lease<Encoder> control, ModelVersion version) throws IOException {
        float[] parameters = models.materialise(version);
        control.get().trainable().check("parameters of version " + version, parameters);
        Encoder live = control.get().withOwnTrainable();
        live.writeParameters(parameters);
        live.freeze();
        return Lease.of(new Encoders(live, control.get(), Optional.of(version)), () -> {
            live.close();
            control.close();
        });
    }
}
