package io.wiretag.proof;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Strangers open connections to where a processor tells how it is, and never end the headers of their requests. Whoever asks
 * meanwhile whether it lives must be answered, or an orchestrator kills it.
 *
 * @param which processor, from 1
 * @param connections how many
 */
record HalfOpenConnections(int which, int connections) implements Fault {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final int QUESTIONS = 5;

    @Override
    public String name() {
        return "half-open-connections-" + connections;
    }

    @Override
    public Duration length() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        Processor processor = scene.cluster().processors().get(which - 1);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                open.add(halfOpen(processor.opsPort()));
                if (i % (connections / QUESTIONS) == 0) {
                    awaitAlive(processor);
                }
            }
            dribble(open);
            awaitAlive(processor);
        } finally {
            for (Socket each : open) {
                each.close();
            }
        }
    }

    private static void awaitAlive(Processor processor) throws InterruptedException {
        Await.until(processor + " to say that it lives", ANSWER_LIMIT, processor::saysAlive);
    }

    private static Socket halfOpen(int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(Loopback.HOST, port), (int) ANSWER_LIMIT.toMillis());
            send(socket, "GET /health/ready HTTP/1.1\r\nHost: " + Loopback.HOST + "\r\nX-Slow: ");
        } catch (IOException e) {
            // to be shown the door is what a stranger has to expect
            socket.close();
        }
        return socket;
    }

    private static void dribble(List<Socket> open) {
        for (Socket each : open) {
            try {
                send(each, "a");
            } catch (IOException e) {
                // closed by the other end, as it may be
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
