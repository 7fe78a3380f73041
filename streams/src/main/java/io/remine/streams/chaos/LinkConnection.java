package io.remine.streams.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** One connection through a {@link Link}: a thread each way, which carries piece after piece. */
final class LinkConnection {

    private static final int PIECE_BYTES = 16 << 10;

    private final Link link;
    private final Socket client;
    private final Socket server;

    LinkConnection(Link link, Socket client, Socket server) {
        this.link = link;
        this.client = client;
        this.server = server;
    }

    void start() {
        start(client, server);
        start(server, client);
    }

    /** Ends it so that both sides get an error. */
    void reset() {
        reset(client);
        reset(server);
        link.ended(this);
    }

    private void start(Socket from, Socket to) {
        Thread thread = new Thread(() -> carry(from, to), "link-" + from.getPort());
        thread.setDaemon(true);
        thread.start();
    }

    private void carry(Socket from, Socket to) {
        byte[] piece = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(piece);
            while (count >= 0 && link.carry(count)) {
                out.write(piece, 0, count);
                count = in.read(piece);
            }
            if (count >= 0) {
                reset();
                return;
            }
            to.shutdownOutput();
            if (from.isOutputShutdown()) {
                from.close();
                to.close();
                link.ended(this);
            }
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // closing then says so at once, and waits for nothing
        } catch (IOException e) {
            // It was closed before.
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot close " + socket, e);
        }
    }
}
