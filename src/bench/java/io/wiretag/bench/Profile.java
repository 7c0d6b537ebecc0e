package io.wiretag.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time of the stream goes, from a flight recording: each sample of a running thread counts for the first part, from
 * the innermost frame outwards, that one of its methods belongs to. Compilation and garbage collection run on threads that are
 * not sampled.
 */
final class Profile {
    private static final Map<String, String> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("io.wiretag.tagging.", "tagging");
        PARTS.put("io.wiretag.life.ContentHash", "hash of the content");
        PARTS.put("io.wiretag.life.TagMapping", "tags to records");
        PARTS.put("io.wiretag.topology.StateSerde", "state to bytes and back");
        PARTS.put("io.wiretag.life.VersionOrder", "versions");
        PARTS.put("io.wiretag.codec.ValueSerdes.encode", "values to bytes");
        PARTS.put("io.wiretag.codec.ValueSerdes.decode", "bytes to values");
        PARTS.put("org.rocksdb.", "RocksDB");
        PARTS.put("org.apache.kafka.streams.state.", "state store");
        PARTS.put("org.apache.kafka.clients.producer.internals.Sender", "sending thread");
        PARTS.put("org.apache.kafka.clients.producer.", "producer: batches, compression");
        PARTS.put("org.apache.kafka.clients.consumer.", "consumer: fetches, decompression");
        PARTS.put("io.wiretag.life.RecordWriter", "headers and sizes of records");
        PARTS.put("io.wiretag.life.Reach", "where an article goes");
        PARTS.put("io.wiretag.topology.", "the rest of the step");
        PARTS.put("org.apache.kafka.streams.", "Kafka Streams");
        PARTS.put("org.apache.kafka.", "the rest of Kafka's clients");
    }

    private Profile() {}

    /** The parts and their shares in percent, the largest first. */
    static List<String> lines(Path recording) throws IOException {
        Map<String, Integer> samples = new LinkedHashMap<>();
        int all = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    samples.merge(part(event.getStackTrace().getFrames()), 1, Integer::sum);
                    all++;
                }
            }
        }
        List<String> lines = new ArrayList<>();
        int total = Math.max(1, all);
        samples.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> lines.add(
                        String.format(Locale.ROOT, "%5.1f %%  %s", 100.0 * entry.getValue() / total, entry.getKey())));
        lines.add(all + " samples");
        return lines;
    }

    private static String part(List<RecordedFrame> frames) {
        for (RecordedFrame frame : frames) {
            String method = frame.getMethod().getType().getName() + "."
                    + frame.getMethod().getName();
            for (Map.Entry<String, String> part : PARTS.entrySet()) {
                if (method.startsWith(part.getKey())) {
                    return part.getValue();
                }
            }
        }
        return "other";
    }
}
