package io.remine.state.live;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.remine.state.index.ManifestId;
import io.remine.state.model.ModelVersion;
import io.remine.state.resource.Lease;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Shows a live index to Micrometer, under the names of {@code docs/metrics.md}. Whoever uses this has
 * {@code io.micrometer:micrometer-core} among their own dependencies; nothing else here needs it.
 */
public final class LiveIndexMetrics implements MeterBinder {

    private final LiveState live;
    private final SearchTimes searches;
    private final Tags tags;

    /** @param tags of every meter, to tell several live indexes apart */
    public LiveIndexMetrics(LiveIndex live, Iterable<Tag> tags) {
        this(live.state(), live.searches(), tags);
    }

    LiveIndexMetrics(LiveState live, SearchTimes searches, Iterable<Tag> tags) {
        this.live = live;
        this.searches = searches;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "remine.live.ready", status -> status.health().isReady() ? 1 : 0);
        gauge(registry, "remine.live.impaired", status -> isImpaired(status) ? 1 : 0);
        gauge(registry, "remine.live.progress", status -> status.progress().fraction());
        gauge(registry, "remine.live.documents", Status::documents);
        gauge(registry, "remine.live.manifest", status -> status.manifest()
                .map(ManifestId::checkpoint)
                .orElse(0L));
        gauge(registry, "remine.live.version", status -> status.version()
                .map(ModelVersion::checkpoint)
                .orElse(0L));
        Gauge.builder("remine.live.linked", live, LiveIndexMetrics::linked)
                .tags(tags)
                .register(registry);
        Gauge.builder("remine.live.age", live, LiveIndexMetrics::ageSeconds)
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        counter(registry, "remine.live.records", "records", status -> status.progress()
                .recordsRead());
        counter(registry, "remine.live.bytes", BaseUnits.BYTES, status -> status.progress()
                .bytesRead());
        counter(registry, "remine.live.views", "views", Status::views);
        for (Problem problem : Problem.values()) {
            FunctionCounter.builder("remine.live.problems", live, shown -> shown.status()
                            .problems()
                            .getOrDefault(problem, 0L))
                    .tags(tags.and("problem", problem.name()))
                    .register(registry);
        }
        FunctionTimer.builder(
                        "remine.live.searches", searches, SearchTimes::count, SearchTimes::nanos, TimeUnit.NANOSECONDS)
                .tags(tags)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, ToDoubleFunction<Status> value) {
        Gauge.builder(name, live, shown -> value.applyAsDouble(shown.status()))
                .tags(tags)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String unit, ToDoubleFunction<Status> value) {
        FunctionCounter.builder(name, live, shown -> value.applyAsDouble(shown.status()))
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private static boolean isImpaired(Status status) {
        return status.health().condition() == Health.Condition.IMPAIRED;
    }

    private static double linked(LiveState live) {
        try (Lease<View> lease = live.lease().orElse(null)) {
            return lease == null ? 0 : lease.get().index().linkedRows();
        }
    }

    /** Since the manifest that is searched was published; not a number before the first. */
    private static double ageSeconds(LiveState live) {
        try (Lease<View> lease = live.lease().orElse(null)) {
            return lease == null
                    ? Double.NaN
                    : (System.currentTimeMillis()
                                    - lease.get().index().manifest().publishedMillis())
                            / 1e3;
        }
    }
}
