package io.remine.bench;

import java.io.PrintWriter;

/** Prints comparisons, one line each, as soon as they are there. */
final class TrainingTable {

    private final PrintWriter out;

    TrainingTable(PrintWriter out, String what) {
        this.out = out;
        out.printf(
                "%-24s %14s %14s %12s %13s %11s%n",
                what, "ours, ex/s", "peer, ex/s", "time ratio", "speed ratio", "CPU ratio");
        out.flush();
    }

    void add(String cell, Comparison comparison) {
        out.printf("%-24s %14.1f", cell, comparison.examplesPerSecond());
        comparison.timeRatio().ifPresent(ratio -> {
            out.printf(" %14.1f", comparison.peerExamplesPerSecond().orElseThrow());
            out.printf(
                    " %12.3f %13.3f %11.3f",
                    ratio, 1 / ratio, comparison.cpuRatio().orElseThrow());
        });
        out.println();
        out.flush();
    }
}
