package io.wiretag.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A fault that is none proves nothing: what the proxy breaks is broken. */
class TcpProxyTest {
    private static final int LIMIT_MS = 20_000;
    private static final int LONG_ENOUGH_MS = 300;

    private ServerSocket server;
    private TcpProxy proxy;
    private Socket client;
    private Socket served;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getByName(Loopback.HOST));
        int port = Loopback.freePorts(1).get(0);
        proxy = new TcpProxy(port, server.getLocalPort());
        client = new Socket(Loopback.HOST, port);
        client.setSoTimeout(LIMIT_MS);
        served = server.accept();
        served.setSoTimeout(LIMIT_MS);
    }

    @AfterEach
    void close() throws IOException {
        for (AutoCloseable each : List.of(client, served, server, proxy)) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    @Test
    void bytesGoBothWays() throws IOException {
        client.getOutputStream().write(7);
        assertThat(served.getInputStream().read()).isEqualTo(7);
        served.getOutputStream().write(8);
        assertThat(client.getInputStream().read()).isEqualTo(8);
    }

    @Test
    void aCutHoldsEverythingBackUntilItIsHealed() throws IOException {
        proxy.cut();
        client.getOutputStream().write(7);
        served.setSoTimeout(LONG_ENOUGH_MS);
        assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        proxy.heal();
        served.setSoTimeout(LIMIT_MS);
        assertThat(served.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void aSlowNetworkIsLate() throws IOException {
        proxy.slow(Duration.ofMillis(LONG_ENOUGH_MS), Duration.ofMillis(1));
        long began = System.nanoTime();
        client.getOutputStream().write(7);
        assertThat(served.getInputStream().read()).isEqualTo(7);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(LONG_ENOUGH_MS));
    }

    @Test
    void aResetTearsTheConnection() {
        proxy.reset();
        assertThatThrownBy(() -> {
                    if (client.getInputStream().read() < 0) {
                        throw new IOException("ended");
                    }
                })
                .isInstanceOf(IOException.class);
    }
}
