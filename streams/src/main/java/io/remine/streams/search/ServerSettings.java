package io.remine.streams.search;

import io.remine.streams.config.RemineConfiguration;
import io.remine.streams.config.RemineOptions;
import java.time.Duration;

/**
 * Where a search server answers, and how much at once.
 *
 * @param port 0 for any free one
 * @param maxRequests that are in progress at once; more are refused
 * @param notice from when readiness says no until requests are refused, when the server stops
 * @param drain that requests in progress have from then on to end
 */
public record ServerSettings(String host, int port, int maxRequests, Duration notice, Duration drain) {

    /** Where it listens unless told otherwise: this machine only. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    public static ServerSettings of(RemineConfiguration configuration) {
        return new ServerSettings(
                configuration.get(RemineOptions.SERVE_HOST),
                configuration.get(RemineOptions.SERVE_PORT),
                configuration.get(RemineOptions.SERVE_MAX_REQUESTS),
                Duration.ofMillis(configuration.get(RemineOptions.SERVE_NOTICE)),
                Duration.ofMillis(configuration.get(RemineOptions.SERVE_DRAIN)));
    }

    /** At any free port of this machine. */
    public static ServerSettings local() {
        return new ServerSettings(DEFAULT_HOST, 0, 64, Duration.ZERO, Duration.ofSeconds(30));
    }
}
