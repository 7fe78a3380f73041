package io.remine.streams.search;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** What the server counts, under the names of {@code docs/metrics.md}, in the text format of Prometheus. */
final class ServerMeters {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    ServerMeters(Admission admission) {
        Gauge.builder("remine.serve.in.progress", admission, Admission::inProgress)
                .register(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    /** @param path one of those that there are */
    void answered(String path, int status, long nanos) {
        Timer.builder("remine.serve.requests")
                .tag("path", path)
                .tag("status", Integer.toString(status))
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    byte[] text() {
        return registry.scrape().getBytes(StandardCharsets.UTF_8);
    }
}
