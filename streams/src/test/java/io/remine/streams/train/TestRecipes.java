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
        try {
            return Files.writeString(
                            directory.resolve("fast.yaml"),
                            """
                            sources: top
                            loss: lambda
                            optimizer: {learning-rate: 1e-3, warmup-steps: 0}
                            """)
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
