package io.remine.streams.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A network of one link: a port whose connections lead to another one, and that can be made slow, lossy, or cut. Safe for use by
 * several threads.
 *
 * <p>While it is cut its port takes part in the handshake of TCP, which the kernel does, and then says nothing: connections are
 * half open. Those that lived through a cut are reset when it is over, as by a router that has forgotten them, since it cannot
 * be known which of their bytes had arrived.
 */
final class Link implements AutoCloseable {

    private final Supplier<InetSocketAddress> target;
    private final Random random;
    private final ServerSocket server;
    private final Set<LinkConnection> connections = ConcurrentHashMap.newKeySet();
    private LinkState state = LinkState.CLEAR;

    private Link(ServerSocket server, Supplier<InetSocketAddress> target, long seed) {
        this.server = server;
        this.target = target;
        this.random = new Random(seed);
    }

    /**
     * A clear link, on a free port of this machine.
     *
     * @param target asked at each connection
     * @param seed decides which pieces a lossy link loses
     */
    static Link open(Supplier<InetSocketAddress> target, long seed) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Link link = new Link(server, target, seed);
            Thread thread = new Thread(link::accept, "link-" + server.getLocalPort());
            thread.setDaemon(true);
            thread.start();
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on a port of this machine", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on, for connections that there are as well. */
    synchronized void become(LinkState next) {
        if (!state.passes() && next.passes()) {
            connections.forEach(LinkConnection::reset);
        }
        state = next;
        notifyAll();
    }

    /**
     * Holds a piece for as long as it must be held.
     *
     * @return whether its connection survives it
     */
    boolean carry(int bytes) throws InterruptedException {
        LinkState now = awaitPassing();
        Thread.sleep(now.hold(bytes).toMillis());
        awaitPassing();
        synchronized (this) {
            return random.nextDouble() >= now.resetShare();
        }
    }

    void ended(LinkConnection connection) {
        connections.remove(connection);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + server, e);
        }
        connections.forEach(LinkConnection::reset);
    }

    private synchronized LinkState awaitPassing() throws InterruptedException {
        while (!state.passes()) {
            wait();
        }
        return state;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                awaitPassing();
                connect(client);
            }
        } catch (IOException e) {
            // Closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A client whose target does not answer is reset, as if it had asked the target itself. */
    private void connect(Socket client) throws IOException {
        Socket there = new Socket();
        LinkConnection connection = new LinkConnection(this, client, there);
        try {
            there.connect(target.get());
        } catch (IOException e) {
            connection.reset();
            return;
        }
        connections.add(connection);
        connection.start();
    }
}
