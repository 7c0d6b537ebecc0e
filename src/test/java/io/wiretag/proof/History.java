package io.wiretag.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What happened when: JSON lines for machines, and a line each for who watches. Thread-safe. */
final class History implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final long began = System.nanoTime();
    private final Writer file;

    History(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        this.file = Files.newBufferedWriter(path);
    }

    /** @param details names and values, in turn */
    synchronized void tell(String event, Object... details) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("second", Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
        line.put("event", event);
        StringBuilder words = new StringBuilder("%7.1f s  %-12s".formatted(line.get("second"), event));
        for (int i = 0; i < details.length; i += 2) {
            line.put(String.valueOf(details[i]), details[i + 1]);
            words.append(' ').append(details[i]).append('=').append(details[i + 1]);
        }
        try {
            file.write(json.writeValueAsString(line) + "\n");
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println(words);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
