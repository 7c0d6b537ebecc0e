package io.wiretag.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections of somebody without a key who begins requests and never ends their headers, or never reads an answer. */
public final class HalfOpen implements AutoCloseable {
    private static final int ROUNDS = 400;

    private final List<Socket> sockets = new ArrayList<>();
    private final List<SocketChannel> channels = new ArrayList<>();

    public HalfOpen(URI server, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            Socket socket = new Socket(server.getHost(), server.getPort());
            sockets.add(socket);
            write(socket, "GET /health/live HTTP/1.1\r\nHost: localhost\r\n");
        }
    }

    /** Asks for health on each connection, one request after another, until no byte more is taken, and reads no answer. */
    public static HalfOpen askingWithoutReading(URI server, int connections) throws IOException {
        HalfOpen all = new HalfOpen(server, 0);
        byte[] request = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
            channel.configureBlocking(false);
            all.channels.add(channel);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (SocketChannel channel : all.channels) {
                ask(channel, request);
            }
        }
        return all;
    }

    private static void ask(SocketChannel channel, byte[] request) {
        try {
            for (int i = 0; i < 100 && channel.write(ByteBuffer.wrap(request)) == request.length; i++) {
                // as many as it takes
            }
        } catch (IOException e) {
            // the server has closed it
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
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
