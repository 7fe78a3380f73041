package io.remine.streams.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Recipes in files, as a user's would be. */
final class TestRecipes {

    private TestRecipes() {}

    /** ADORE with steps long enough for a tiny encoder. */
    static String fast(Path directory) {
        return write(
                directory.resolve("fast.yaml"),
                """
                sources: top
                loss: lambda
                optimizer: {learning-rate: 1e-3, warmup-steps: 0}
                """);
    }

    /** One that remembers pairs, and so needs its examples keyed. */
    static String remembering(Path directory) {
        return write(
                directory.resolve("remembering.yaml"),
                """
                sources: {top: {sample: 8}}
                positives: always
                weights:
                  - denoised: {warm-up: 16, above: 0.5}
                  - late-clicks
                loss: infonce
                optimizer: {learning-rate: 1e-3, warmup-steps: 0}
                """);
    }

    private static String write(Path file, String recipe) {
        try {
            return Files.writeString(file, recipe).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
