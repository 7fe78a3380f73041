package io.remine.streams.chaos;

import io.remine.operators.training.TrainingProbe;
import java.io.File;
import java.nio.file.Path;

/** Throws in whichever worker is the first to end a micro-batch after somebody has made a file; the file is then gone. */
final class FailOnRequest implements TrainingProbe {

    private static final long serialVersionUID = 1L;

    private final File request;

    /** @param request seen by every process that a worker may run in */
    FailOnRequest(Path request) {
        this.request = request.toFile();
    }

    @Override
    public void afterMicroBatch(Moment moment) {
        if (request.delete()) {
            throw new IllegalStateException("worker %d was asked to fail by %s".formatted(moment.worker(), request));
        }
    }
}
