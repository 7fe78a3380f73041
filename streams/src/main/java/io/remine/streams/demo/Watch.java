package io.remine.streams.demo;

import io.remine.state.lineage.Lineage;
import io.remine.state.live.LiveIndex;
import io.remine.state.live.Status;
import io.remine.state.live.View;
import io.remine.state.model.EvaluationRecord;
import io.remine.state.release.Release;
import io.remine.streams.search.Journal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Looks on while readers read: sets their pace by what each new version says, and tells how things stand. */
final class Watch {

    /** A version and its release are committed together, but come through two consumers. */
    private static final long ARRIVAL_MILLIS = 5_000;

    private static final long NEVER = -1;

    private final LiveIndex live;
    private final Journal journal;
    private final Pace pace;
    private final ClickLedger ledger;
    private final long startMillis;
    private final AtomicLong firstServedMillis = new AtomicLong(NEVER);
    private EvaluationRecord last;

    /** @param startMillis of this run; what was published earlier belongs to runs before it */
    Watch(LiveIndex live, Journal journal, Pace pace, ClickLedger ledger, long startMillis) {
        this.live = live;
        this.journal = journal;
        this.pace = pace;
        this.ledger = ledger;
        this.startMillis = startMillis;
    }

    /** For the live index to call after each new view. */
    void served(View view) {
        long millis = System.currentTimeMillis();
        view.version().flatMap(live.models()::version).ifPresent(version -> {
            ledger.served(version, millis);
            if (version.publishedMillis() >= startMillis) {
                firstServedMillis.compareAndSet(NEVER, millis);
            }
        });
    }

    /** When the first version of this run answered searches, in milliseconds since 1970; empty if none has. */
    OptionalLong firstServedMillis() {
        long millis = firstServedMillis.get();
        return millis == NEVER ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    /** Takes notice of versions that were published since the last call. */
    void look() {
        for (EvaluationRecord evaluation : evaluations()) {
            boolean isNew = last == null
                    || evaluation.lineage().examples() > last.lineage().examples();
            if (isNew && live.models().version(evaluation.version()).isPresent()) {
                adapt(evaluation);
                last = evaluation;
            }
        }
    }

    /** The evaluations of this run's versions, the oldest first. */
    List<EvaluationRecord> evaluations() {
        return journal.evaluations().stream()
                .filter(evaluation -> evaluation.publishedMillis() >= startMillis)
                .toList();
    }

    /** The releases of this run's versions, the oldest first. */
    List<Release> releases() {
        return journal.releases().stream()
                .filter(release ->
                        release.millis() >= startMillis && release.version().isPresent())
                .toList();
    }

    /** Examples trained per second from this run's first version to its last. */
    Optional<Double> examplesPerSecond() {
        List<EvaluationRecord> evaluations = evaluations();
        return evaluations.size() < 2
                ? Optional.empty()
                : Optional.of(perSecond(evaluations.get(0), evaluations.get(evaluations.size() - 1)));
    }

    /** What the newest version has been trained on. */
    Lineage trained() {
        List<EvaluationRecord> all = journal.evaluations();
        return all.isEmpty() ? Lineage.NONE : all.get(all.size() - 1).lineage();
    }

    /** Whether the newest version has learnt from all of the input and answers searches, or has not been released. */
    boolean isServed(Lineage input) {
        if (trained().examples() < input.examples()) {
            return false;
        }
        Status status = live.status();
        List<EvaluationRecord> all = journal.evaluations();
        boolean hasArrived = all.isEmpty()
                || System.currentTimeMillis() - all.get(all.size() - 1).publishedMillis() > ARRIVAL_MILLIS;
        return hasArrived && status.version().equals(status.released());
    }

    /** One point per version of this run, over the window that the gate looks at. */
    List<Report.Point> points() {
        return evaluations().stream()
                .map(evaluation -> new Report.Point(
                        evaluation.version().toString(),
                        evaluation.lineage().examples(),
                        evaluation.window().examples() == 0
                                ? null
                                : evaluation.window().mrr(),
                        evaluation.window().sampled() == 0
                                ? null
                                : evaluation.window().controlMrr()))
                .toList();
    }

    /** The largest of this run's versions. */
    OptionalDouble driftFromBase() {
        return evaluations().stream()
                .mapToDouble(EvaluationRecord::driftFromBase)
                .filter(drift -> !Double.isNaN(drift))
                .max();
    }

    /** The line that keeps itself current. */
    String line() {
        if (last == null) {
            return "%,d clicks · no version yet".formatted(ledger.made());
        }
        Durations.Percentiles served = ledger.toServed().percentiles();
        return "%,d examples · %,d versions released · MRR@10 training %.3f, frozen %.3f · click → served %s"
                .formatted(
                        last.lineage().examples(),
                        releases().size(),
                        last.window().mrr(),
                        last.window().controlMrr(),
                        served.p50() == null ? "-" : "%.1f s".formatted(served.p50() / 1e3));
    }

    private void adapt(EvaluationRecord evaluation) {
        live.models().version(evaluation.version()).ifPresent(version -> {
            if (last != null) {
                pace.adapt(ledger.lag(version), perSecond(last, evaluation));
            }
        });
    }

    private static double perSecond(EvaluationRecord from, EvaluationRecord to) {
        long examples = to.lineage().examples() - from.lineage().examples();
        return examples * 1e3 / Math.max(1, to.publishedMillis() - from.publishedMillis());
    }
}
