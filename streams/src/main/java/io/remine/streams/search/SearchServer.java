package io.remine.streams.search;

import io.micrometer.core.instrument.MeterRegistry;
import io.remine.state.live.BehindException;
import io.remine.streams.collect.Collector;
import io.remine.streams.collect.NotRecordedException;
import io.remine.streams.search.Retriever.UnavailableException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search server: answers what {@link SearchApi} lists, {@code GET /} with a page. A request that cannot be answered gets a
 * JSON object with one field, {@code error}, which names value, limit and remedy.
 */
public final class SearchServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SearchServer.class);
    private static final int IO_THREADS = 2;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    /** What is read of a body that is refused, so that whoever sends it reads why. */
    private static final long MAX_PASSED_OVER_BYTES = 16 << 20;

    private static final int PARSE_TIMEOUT_MILLIS = 10_000;
    private static final int IDLE_TIMEOUT_MILLIS = 5 * 60_000;

    private final ServerSettings settings;
    private final Responses responses = new Responses();
    private final Admission admission;
    private final ServerMeters meters;
    private final Map<String, Endpoint> endpoints;
    private final Undertow server;
    private volatile boolean stopping;
    private boolean stopped;

    private SearchServer(Retriever retriever, Optional<Collector> collector, ServerSettings settings) {
        this.settings = settings;
        this.admission = new Admission(settings.maxRequests());
        this.meters = new ServerMeters(admission);
        this.endpoints = new SearchApi(retriever, () -> stopping, responses).endpoints();
        endpoints.putAll(new CollectApi(retriever, collector, responses, Clock.systemUTC()).endpoints());
        endpoints.putAll(StaticFiles.endpoints(responses));
        endpoints.put(
                "/metrics",
                Endpoint.get(
                        ServerMeters.CONTENT_TYPE,
                        exchange -> responses.text(exchange, ServerMeters.CONTENT_TYPE, meters.text())));
        this.server = Undertow.builder()
                .addHttpListener(settings.port(), settings.host())
                .setIoThreads(IO_THREADS)
                .setWorkerThreads(settings.maxRequests())
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_PASSED_OVER_BYTES)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_TIMEOUT_MILLIS)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_TIMEOUT_MILLIS)
                .setHandler(guarded(this::route))
                .build();
    }

    /**
     * Starts a server.
     *
     * @param collector where queries and clicks are recorded; empty for nowhere
     * @throws IllegalStateException if the address is taken
     */
    public static SearchServer start(Retriever retriever, Optional<Collector> collector, ServerSettings settings) {
        SearchServer started = new SearchServer(retriever, collector, settings);
        try {
            started.server.start();
            return started;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot listen on %s:%d: %s; choose another --port"
                            .formatted(settings.host(), settings.port(), e.getMessage()),
                    e);
        }
    }

    /** The page's address. */
    public URI address() {
        InetSocketAddress bound =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        String host = settings.host();
        return URI.create("http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, bound.getPort()));
    }

    /** Where something is answered. */
    Set<String> paths() {
        return endpoints.keySet();
    }

    /** What {@code /metrics} shows; meters of others may be bound to it. */
    public MeterRegistry meters() {
        return meters.registry();
    }

    /** Says no to whoever asks whether it is ready, takes no more requests, lets those in progress end, and ends. */
    @Override
    public synchronized void close() {
        if (stopped) {
            return;
        }
        stopping = true;
        boolean interrupted = false;
        try {
            Thread.sleep(settings.notice().toMillis());
            if (!admission.end(settings.drain())) {
                LOG.warn("{} requests have not ended within {}", admission.inProgress(), settings.drain());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        server.stop();
        stopped = true;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** In a thread that must not wait. */
    private void route(HttpServerExchange exchange) throws Exception {
        Endpoint endpoint = endpoints.get(exchange.getRequestPath());
        count(exchange, endpoint == null ? "other" : exchange.getRequestPath());
        if (endpoint == null) {
            throw new RefusedException(404, "there is nothing at this path; /openapi.json says what there is");
        }
        HttpHandler handler = endpoint.handler(exchange.getRequestMethod());
        if (handler == null) {
            exchange.getResponseHeaders().put(Headers.ALLOW, endpoint.allowed());
            throw new RefusedException(405, "only %s are answered here".formatted(endpoint.allowed()));
        }
        if (!endpoint.isAcceptedBy(exchange.getRequestHeaders().get(Headers.ACCEPT))) {
            throw new RefusedException(
                    406, "the answer is %s; accept that, or leave Accept out".formatted(endpoint.contentType()));
        }
        if (endpoint.admitted()) {
            admit(exchange);
            new BlockingHandler(guarded(handler)).handleRequest(exchange);
        } else {
            handler.handleRequest(exchange);
        }
    }

    private void count(HttpServerExchange exchange, String path) {
        long begin = System.nanoTime();
        exchange.addExchangeCompleteListener((ended, next) -> {
            meters.answered(path, ended.getStatusCode(), System.nanoTime() - begin);
            next.proceed();
        });
    }

    private void admit(HttpServerExchange exchange) throws RefusedException {
        switch (admission.enter()) {
            case ADMITTED ->
                exchange.addExchangeCompleteListener((ended, next) -> {
                    admission.leave();
                    next.proceed();
                });
            case BUSY ->
                throw new RefusedException(
                        429,
                        "%d requests are in progress, limit %d; ask again in a moment"
                                .formatted(admission.limit(), admission.limit()));
            case ENDING -> {
                exchange.setPersistent(false);
                throw new RefusedException(503, "the server is stopping; ask another one");
            }
        }
    }

    /** An error of ours is an answer too; what went wrong is in the log, not in the answer. */
    private HttpHandler guarded(HttpHandler handler) {
        return exchange -> {
            try {
                handler.handleRequest(exchange);
            } catch (RefusedException e) {
                responses.error(exchange, e.status(), e.getMessage());
            } catch (BehindException e) {
                responses.error(exchange, 409, e.getMessage());
            } catch (UnavailableException | NotRecordedException e) {
                responses.error(exchange, 503, e.getMessage());
            } catch (IOException e) {
                LOG.debug("The client of {} {} is gone", exchange.getRequestMethod(), exchange.getRequestPath(), e);
                exchange.endExchange();
            } catch (Exception e) {
                LOG.error("No answer to {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
                if (!exchange.isResponseStarted()) {
                    responses.error(exchange, 500, "the server failed to answer; its log says why");
                }
            }
        };
    }
}
