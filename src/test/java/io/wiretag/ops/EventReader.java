package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A client of the stream of events that reads when it is told to. */
final class EventReader implements AutoCloseable {
    private static final String LAST_CHUNK = "0";

    private final Socket socket;
    private final BufferedReader lines;

    /** One event. */
    record Event(String name, JsonNode data) {}

    EventReader(Socket socket, URI address) {
        this.socket = socket;
        try {
            OutputStream out = socket.getOutputStream();
            out.write(("GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1:" + address.getPort()
                            + "\r\nAccept: text/event-stream\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next event; waits for it as long as the socket does. */
    Event next() {
        return nextOrEnd().orElseThrow(() -> new AssertionError("the stream has ended"));
    }

    /** The same; empty when the server has ended the stream. */
    Optional<Event> nextOrEnd() {
        try {
            String name = "";
            for (String line = lines.readLine(); line != null && !line.equals(LAST_CHUNK); line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return Optional.of(new Event(name, RunningOps.json(line.substring(6))));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Event next(String name) {
        Event event = next();
        while (!event.name().equals(name)) {
            event = next();
        }
        return event;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
