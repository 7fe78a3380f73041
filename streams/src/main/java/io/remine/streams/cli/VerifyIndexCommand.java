package io.remine.streams.cli;

import io.remine.state.index.Manifest;
import io.remine.state.verify.Finding;
import io.remine.state.verify.Findings;
import io.remine.state.verify.IndexReport;
import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.snapshot.IndexTopicCheck;
import io.remine.streams.topics.Topic;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code remine verify-index}: is everything that is published whole, and does it fit together? */
@Command(
        name = "verify-index",
        description = {
            "Reads the whole topic of the index, checks it hash by hash, and says what is wrong with it.",
            "Ends with 0 if a reader can follow and trust all of it, else with 1. Changes nothing; needs as much disk as the"
                    + " topic has bytes."
        })
final class VerifyIndexCommand implements Callable<Integer> {

    @Mixin
    private ConfigFile config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        RemineConfiguration configuration = config.load();
        IndexReport report = IndexTopicCheck.run(configuration);
        PrintWriter out = spec.commandLine().getOut();
        print(configuration.topics().name(Topic.INDEX), report, out);
        out.flush();
        return report.isGood() ? 0 : 1;
    }

    private static void print(String topic, IndexReport report, PrintWriter out) {
        out.printf(
                "%s: %,d records, %,d bytes, %,d whole blobs%n",
                topic, report.records(), report.bytes(), report.blobs());
        for (Manifest manifest : report.manifests()) {
            out.printf(
                    "manifest %s of generation %d: %,d documents of dimension %d, %,d segments in %,d buckets%n",
                    manifest.id(),
                    manifest.generation().number(),
                    manifest.documents(),
                    manifest.dimension(),
                    manifest.buckets().stream()
                            .mapToInt(bucket -> bucket.segments().size())
                            .sum(),
                    manifest.buckets().size());
        }
        Findings findings = report.findings();
        findings.kinds().forEach(kind -> print(kind, findings, out));
        out.println(
                report.isGood()
                        ? "All is well: every byte that a reader needs is there and has its hash."
                        : "Not all is well: %,d errors.".formatted(findings.errors()));
    }

    private static void print(Finding.Kind kind, Findings findings, PrintWriter out) {
        out.printf("%n%s: %,d %s%n", kind.severity(), findings.count(kind), kind.title());
        out.println("  " + kind.meaning());
        findings.first(kind).forEach(finding -> out.println("  - " + finding.what()));
        long others = findings.count(kind) - findings.first(kind).size();
        if (others > 0) {
            out.printf("  - and %,d more%n", others);
        }
    }
}
