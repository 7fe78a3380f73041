package io.remine.streams.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {

    private static final int SILENCE_MILLIS = 200;

    private ServerSocket echo;
    private Link link;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        link = Link.open(() -> (InetSocketAddress) echo.getLocalSocketAddress(), 1);
        Thread thread = new Thread(this::echo, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        echo.close();
    }

    @Test
    void carriesEveryByteBothWaysAndThenTheEnd() throws Exception {
        byte[] sent = new byte[1 << 20];
        new Random(3).nextBytes(sent);
        try (Socket socket = connect()) {
            Thread writer = new Thread(() -> write(socket, sent));
            writer.start();
            assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
            writer.join();
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSlowLinkHoldsEveryPieceForItsDelayAndItsSize() throws Exception {
        assertThat(LinkState.slow(50, 1_000).hold(2_000)).hasMillis(2_050);
        link.become(LinkState.slow(100, 0));
        try (Socket socket = connect()) {
            long begin = System.nanoTime();
            assertThat(answer(socket)).isEqualTo(7);
            assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(2 * 100_000_000L);
        }
    }

    @Test
    void aLossyLinkResetsConnections() throws Exception {
        link.become(LinkState.lossy(1));
        try (Socket socket = connect()) {
            assertThatThrownBy(() -> answer(socket)).isInstanceOf(SocketException.class);
        }
        link.become(LinkState.CLEAR);
        try (Socket socket = connect()) {
            assertThat(answer(socket)).isEqualTo(7);
        }
    }

    @Test
    void aCutLinkSaysNothingAndForgetsWhoWasConnectedWhenItIsHealed() throws Exception {
        try (Socket before = connect()) {
            assertThat(answer(before)).isEqualTo(7);
            link.become(LinkState.CUT);
            try (Socket during = connect()) {
                for (Socket halfOpen : new Socket[] {before, during}) {
                    halfOpen.setSoTimeout(SILENCE_MILLIS);
                    assertThatThrownBy(() -> answer(halfOpen)).isInstanceOf(SocketTimeoutException.class);
                    halfOpen.setSoTimeout(0);
                }
                link.become(LinkState.CLEAR);
                assertThat(during.getInputStream().read()).isEqualTo(7);
                assertThatThrownBy(() -> before.getInputStream().read()).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void aClientIsResetWhoseTargetDoesNotAnswer() throws Exception {
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // taken, and nobody listens
            try (Link toNobody = Link.open(() -> (InetSocketAddress) bound.getLocalSocketAddress(), 1);
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), toNobody.port())) {
                assertThatThrownBy(() -> answer(socket)).isInstanceOf(SocketException.class);
            }
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), link.port());
    }

    private static int answer(Socket socket) throws IOException {
        socket.getOutputStream().write(7);
        return socket.getInputStream().read();
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void echo() {
        try {
            while (true) {
                Socket socket = echo.accept();
                Thread thread = new Thread(() -> echo(socket), "echo-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // Reset.
        }
    }
}
