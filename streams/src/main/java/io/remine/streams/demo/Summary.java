package io.remine.streams.demo;

import java.util.List;

/** The report as the short table that a person reads at the end. */
final class Summary {

    private Summary() {}

    static List<String> of(Report report) {
        Report.HeldOut heldOut = report.heldOut();
        return List.of(
                "",
                "%,d lookups of words that nobody clicked:".formatted(heldOut.queries()),
                "                     frozen     live",
                row("MRR@10", heldOut.frozen().mrr10(), heldOut.live().mrr10()),
                row("recall@10", heldOut.frozen().recall10(), heldOut.live().recall10()),
                row("recall@200", heldOut.frozen().recall200(), heldOut.live().recall200()),
                "  MRR@10 is %.2f times the frozen one's; the difference is at least %+.4f (95 %%)"
                        .formatted(heldOut.live().mrr10() / heldOut.frozen().mrr10(), heldOut.mrr10DifferenceLow95()),
                "",
                "  examples trained    %,d of %,d clicked, digests %s"
                        .formatted(
                                report.lineage().trainedExamples(),
                                report.lineage().inputExamples(),
                                report.lineage().holds() ? "equal" : "DIFFERENT"),
                "  per second          %s".formatted(number(report.examplesPerSecond())),
                "  versions released   %,d".formatted(report.releases()),
                "  click → served      %s".formatted(seconds(report.clickToServedMillis())),
                "  document → found    %s".formatted(seconds(report.documentToSearchableMillis())),
                "  checkpoint          %s".formatted(seconds(report.checkpointMillis())),
                "  dead letters        %,d".formatted(report.deadLetters()),
                "");
    }

    private static String row(String name, double frozen, double live) {
        return "  %-15s %9.4f %9.4f".formatted(name, frozen, live);
    }

    private static String number(Double value) {
        return value == null ? "-" : "%.1f".formatted(value);
    }

    private static String seconds(Durations.Percentiles millis) {
        return millis.p50() == null
                ? "-"
                : "%.1f s median, %.1f s in 95 of 100".formatted(millis.p50() / 1e3, millis.p95() / 1e3);
    }
}
