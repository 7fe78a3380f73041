package io.remine.state.model;

import io.remine.state.codec.CorruptDataException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Folds updates into parameters. The last result, the head, is kept, so that going from one version to the next costs one
 * update however long the log is.
 */
final class VersionFolder {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Head(VersionRecord record, float[] parameters) {}

    private final ModelLog log;
    private Optional<Head> head = Optional.empty();

    VersionFolder(ModelLog log) {
        this.log = log;
    }

    /** A copy of the version's parameters, verified. */
    synchronized float[] parameters(ModelVersion version) throws IOException {
        head = head.filter(this::isStillTrue);
        List<VersionRecord> chain = log.chain(
                        version, head.map(known -> known.record().version()))
                .orElseThrow(() -> new IOException("version %s is not complete; wait for it".formatted(version)));
        if (!chain.isEmpty()) {
            float[] parameters = begin(chain.get(0));
            for (VersionRecord record : chain) {
                add(record, parameters);
            }
            VersionRecord last = chain.get(chain.size() - 1);
            verify(last, parameters);
            head = Optional.of(new Head(last, parameters));
        }
        return head.orElseThrow().parameters().clone();
    }

    /** A version that was deleted may still be built upon; one that was written anew may not. */
    private boolean isStillTrue(Head known) {
        return log.version(known.record().version()).map(known.record()::equals).orElse(true);
    }

    /** What the first version of the chain adds to; of a full copy, an array to fill. */
    private float[] begin(VersionRecord first) throws IOException {
        if (log.fullCopyIsHere(first)) {
            return new float[first.layout().total()];
        }
        if (first.parent().isEmpty()) {
            return log.firstParameters(first.generation());
        }
        // From here on the head's array is being changed: without a good end there is no head.
        float[] parameters = head.orElseThrow().parameters();
        head = Optional.empty();
        return parameters;
    }

    private void add(VersionRecord record, float[] parameters) throws IOException {
        if (parameters.length != record.layout().total()) {
            throw new CorruptDataException("version %s has %d parameters, what it adds to has %d"
                    .formatted(record.version(), record.layout().total(), parameters.length));
        }
        if (log.fullCopyIsHere(record)) {
            System.arraycopy(log.readFull(record), 0, parameters, 0, parameters.length);
        } else {
            new PublishedUpdate(record, log.readUpdates(record)).applyTo(parameters);
        }
    }

    private static void verify(VersionRecord record, float[] parameters) throws CorruptDataException {
        SliceLayout layout = record.layout();
        for (VersionSlice slice : record.slices()) {
            ParameterHash found =
                    ParameterHash.ofSlice(parameters, layout.start(slice.slice()), layout.length(slice.slice()));
            if (!found.equals(slice.sha256())) {
                throw new CorruptDataException("version %s, slice %d: parameters have SHA-256 %s, its record says %s"
                        .formatted(record.version(), slice.slice(), found, slice.sha256()));
            }
        }
    }
}
