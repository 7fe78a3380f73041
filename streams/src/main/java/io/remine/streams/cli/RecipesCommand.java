package io.remine.streams.cli;

import io.remine.operators.part.PartType;
import io.remine.operators.recipe.Parts;
import io.remine.operators.recipe.Recipes;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code remine recipes}: what there is to train with. */
@Command(
        name = "recipes",
        mixinStandardHelpOptions = true,
        description =
                "Lists recipes, with one line each; with --parts what recipes are made of, with --show one's text.")
final class RecipesCommand implements Callable<Integer> {

    @Option(
            names = "--parts",
            description =
                    "Sources, filters, transforms, weights and losses, with their parameters, bounds and defaults.")
    private boolean parts;

    @Option(names = "--show", paramLabel = "NAME", description = "Prints a recipe, to start one of your own from.")
    private String show;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (show != null) {
            out.print(Recipes.text(show));
        } else if (parts) {
            list("sources", Parts.SOURCES, out);
            list("filters", Parts.FILTERS, out);
            list("transforms", Parts.TRANSFORMS, out);
            list("weights", Parts.WEIGHTS, out);
            list("losses", Parts.LOSSES, out);
        } else {
            Recipes.NAMES.forEach(
                    name -> out.printf("%-18s %s%n", name, Recipes.load(name).about()));
        }
        out.flush();
        return 0;
    }

    private static <T> void list(String kind, List<PartType<T>> types, PrintWriter out) {
        out.println(kind + ":");
        types.forEach(type -> {
            out.printf("  %-18s %s%n", type.name(), type.about());
            type.parameters().forEach((name, what) -> out.printf("  %-18s   %s: %s%n", "", name, what));
        });
    }
}
