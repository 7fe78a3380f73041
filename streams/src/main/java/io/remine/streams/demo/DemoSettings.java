package io.remine.streams.demo;

import io.remine.streams.readers.DictionaryTask;
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

    /** A week. */
    private static final Duration MAX_READING = Duration.ofDays(7);

    DemoSettings {
        if (documents < DictionaryTask.MIN_DOCUMENTS || documents > DictionaryTask.MAX_DOCUMENTS) {
            throw new IllegalArgumentException("--documents %d; give %d to %d, of as many the dictionary makes a task"
                    .formatted(documents, DictionaryTask.MIN_DOCUMENTS, DictionaryTask.MAX_DOCUMENTS));
        }
        if (reading.isNegative() || reading.isZero() || reading.compareTo(MAX_READING) > 0) {
            throw new IllegalArgumentException("--minutes %s; give more than 0 and at most %d"
                    .formatted(reading.toMillis() / 60_000.0, MAX_READING.toMinutes()));
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("--port %d; give 0 to 65535, 0 for any free one".formatted(port));
        }
    }
}
