package io.remine.operators.recipe;

import io.remine.operators.part.RecipeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The recipes that come with Remine, and those of files. */
public final class Recipes {

    /** The names of those that come with Remine, the default first. */
    public static final List<String> NAMES = List.of(
            "steady",
            "softmax",
            "adore",
            "infonce",
            "static",
            "random",
            "in-batch",
            "star",
            "ance",
            "momentum",
            "clustered",
            "external",
            "scoped",
            "nv-embed",
            "debiased",
            "dice",
            "adaptive-weight",
            "unified",
            "denoised",
            "propensity",
            "late-clicks",
            "adaptive-margin",
            "mixed",
            "adversarial",
            "mixup",
            "matryoshka");

    /** What trains unless another is named. */
    public static final String DEFAULT = "steady";

    private Recipes() {}

    /**
     * The recipe of this name, or in this file.
     *
     * @param nameOrFile one of {@link #NAMES}, or a path that ends in {@code .yaml} or {@code .yml}
     * @throws RecipeException if there is none, or it cannot be used
     */
    public static Recipe load(String nameOrFile) {
        return RecipeReader.read(nameOrFile, text(nameOrFile));
    }

    /** A recipe from its text, under this name. */
    public static Recipe parse(String name, String yaml) {
        return RecipeReader.read(name, yaml);
    }

    /** The text of a recipe. */
    public static String text(String nameOrFile) {
        if (NAMES.contains(nameOrFile)) {
            return resource(nameOrFile);
        }
        if (!nameOrFile.endsWith(".yaml") && !nameOrFile.endsWith(".yml")) {
            throw new RecipeException("no recipe '%s'; name a file that ends in .yaml, or one of %s"
                    .formatted(nameOrFile, String.join(", ", NAMES)));
        }
        try {
            return Files.readString(Path.of(nameOrFile));
        } catch (IOException e) {
            throw new RecipeException("recipe %s cannot be read: %s".formatted(nameOrFile, e));
        }
    }

    private static String resource(String name) {
        try (InputStream in = Recipes.class.getResourceAsStream("/io/remine/recipes/" + name + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
