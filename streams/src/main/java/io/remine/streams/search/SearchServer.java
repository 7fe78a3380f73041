package io.remine.streams.search;

import io.remine.streams.search.SearchRequest.BadRequestException;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.net.InetSocketAddress;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The search server: {@code GET /search?q=...&k=10&encoder=live|control&scope=...} and {@code GET /status} answer JSON, {@code
 * GET /} the page that shows both. {@code scope} may be given several times. A request that cannot be answered gets a JSON object with one field, {@code error}.
 */
public final class SearchServer implements AutoCloseable {

    /** Where it listens unless told otherwise: this machine only. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    private static final Logger LOG = LoggerFactory.getLogger(SearchServer.class);
    private static final int WORKER_THREADS = 8;
    private static final long MAX_REQUEST_BYTES = 16 << 10;

    private final Retriever retriever;
    private final Responses responses = new Responses();
    private final Page page = Page.load();
    private final Undertow server;
    private final String host;

    private SearchServer(Retriever retriever, String host, int port) {
        this.retriever = retriever;
        this.host = host;
        this.server = Undertow.builder()
                .addHttpListener(port, host)
                .setIoThreads(1)
                .setWorkerThreads(WORKER_THREADS)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, (int) MAX_REQUEST_BYTES)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_REQUEST_BYTES)
                .setHandler(new BlockingHandler(guarded(this::route)))
                .build();
    }

    /**
     * Starts a server.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException if the address is taken
     */
    public static SearchServer start(Retriever retriever, String host, int port) {
        SearchServer started = new SearchServer(retriever, host, port);
        try {
            started.server.start();
            return started;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "cannot listen on %s:%d: %s; choose another --port".formatted(host, port, e.getMessage()), e);
        }
    }

    /** The page's address. */
    public URI address() {
        InetSocketAddress bound =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return URI.create("http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, bound.getPort()));
    }

    @Override
    public void close() {
        server.stop();
    }

    private void route(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        boolean known = path.equals("/search") || path.equals("/status") || page.has(path);
        if (!known) {
            responses.error(exchange, 404, "there is nothing at this path; try /, /search?q=... or /status");
        } else if (!exchange.getRequestMethod().equals(Methods.GET)
                && !exchange.getRequestMethod().equals(Methods.HEAD)) {
            exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
            responses.error(exchange, 405, "only GET and HEAD are answered here");
        } else if (path.equals("/search")) {
            search(exchange);
        } else if (path.equals("/status")) {
            responses.json(exchange, 200, Bodies.status(retriever.status()));
        } else {
            responses.text(exchange, page.mediaType(path), page.content(path));
        }
    }

    private void search(HttpServerExchange exchange) {
        try {
            SearchRequest request = SearchRequest.parse(exchange.getQueryParameters());
            long start = System.nanoTime();
            Retriever.Answer answer = retriever.search(request.query(), request.k(), request.side(), request.scopes());
            responses.json(exchange, 200, Bodies.answer(answer, (System.nanoTime() - start) / 1e6));
        } catch (BadRequestException e) {
            responses.error(exchange, 400, e.getMessage());
        } catch (Retriever.NotReadyException e) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "2");
            responses.error(exchange, 503, e.getMessage());
        }
    }

    /** An error of ours is an answer too; what went wrong is in the log, not in the answer. */
    private HttpHandler guarded(HttpHandler handler) {
        return exchange -> {
            try {
                handler.handleRequest(exchange);
            } catch (Exception e) {
                LOG.error("No answer to {} {}", exchange.getRequestMethod(), exchange.getRequestPath(), e);
                if (!exchange.isResponseStarted()) {
                    responses.error(exchange, 500, "the server failed to answer; its log says why");
                }
            }
        };
    }
}
