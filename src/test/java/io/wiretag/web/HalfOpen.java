package io.wiretag.web;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections of somebody without a key who begins requests and never ends their headers. */
public final class HalfOpen implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();

    public HalfOpen(URI server, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket(server.getHost(), server.getPort());
            sockets.add(socket);
            write(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n");
        }
    }

    private static boolean write(Socket socket, String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Another line on each.
     *
     * @return how many are open
     */
    public long dribble() {
        return sockets.stream().filter(socket -> write(socket, "X-a: b\r\n")).count();
    }

    /** Whether the server has closed all within the limit, though a line came on each ten times a second. */
    public boolean dribblesUntilClosed(Duration limit) throws InterruptedException {
        long began = System.nanoTime();
        while (dribble() > 0) {
            if (System.nanoTime() - began > limit.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
