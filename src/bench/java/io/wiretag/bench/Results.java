package io.wiretag.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All results of a run; each is a line of JSON in {@code results.jsonl} as soon as it is there. */
final class Results implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final List<Measurement> measurements = new ArrayList<>();
    private final Map<String, Map<Integer, Double>> figures = new HashMap<>();
    private final Writer lines;

    Results(Path folder) throws IOException {
        this.lines = Files.newBufferedWriter(folder.resolve("results.jsonl"));
    }

    void add(Measurement measured) throws IOException {
        measurements.add(measured);
        write(measured.raw());
    }

    /** A figure that is no {@link Measurement}: seconds or MiB. */
    void add(String row, int round, double value) throws IOException {
        figures.computeIfAbsent(row, key -> new TreeMap<>()).put(round, value);
        write(Map.of("row", row, "round", round, "value", value));
    }

    private void write(Map<String, Object> raw) throws IOException {
        lines.write(json.writeValueAsString(raw));
        lines.write('\n');
        lines.flush();
    }

    List<Measurement> of(String row) {
        return measurements.stream()
                .filter(measured -> measured.trial().row().equals(row))
                .toList();
    }

    /** By round. */
    Map<Integer, Double> figures(String row) {
        return figures.getOrDefault(row, Map.of());
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
