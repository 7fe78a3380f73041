package io.remine.streams.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person chooses.
 *
 * @param reading how long readers read, from the first answered search
 * @param stay whether the page is served on after the summary
 * @param report where the figures go as JSON
 * @param port of the page; 0 for any free one
 * @param directory keeps everything for another run; without one nothing is kept
 * @param model the first encoder, as the setting {@code model.source}
 * @param checkpointInterval the length of a training round
 */
record DemoSettings(
        int documents,
        Duration reading,
        boolean stay,
        Optional<Path> report,
        int port,
        Optional<Path> directory,
        long seed,
        String model,
        Duration checkpointInterval) {

    DemoSettings {
        if (documents < DictionaryTask.MIN_DOCUMENTS || documents > DictionaryTask.MAX_DOCUMENTS) {
            throw new IllegalArgumentException("--documents %d; the dictionary makes a task of %d to %d"
                    .formatted(documents, DictionaryTask.MIN_DOCUMENTS, DictionaryTask.MAX_DOCUMENTS));
        }
        if (reading.isNegative() || reading.isZero()) {
            throw new IllegalArgumentException("--minutes must be above 0");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port %d; give 0 to 65535, 0 for any free one".formatted(port));
        }
    }
}
