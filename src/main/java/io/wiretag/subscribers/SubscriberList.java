package io.wiretag.subscribers;

import io.wiretag.schema.Operation;
import io.wiretag.topics.WiretagHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;

/**
 * Holds what a subscriber shows, a uri and a version a line, against what went out to it. Records are taken in the order of each
 * partition; of an article that lies in several, the version that was published last counts. Not thread-safe.
 */
public final class SubscriberList {
    private static final char BETWEEN = '\t';

    private final Map<String, String> shown;
    private final Map<String, Standing> standings = new HashMap<>();

    /** How a line is wrong. */
    public enum Kind {
        /** It is to be shown, and is not in the list. */
        MISSING,
        /** Another version is in the list. */
        OTHER_VERSION,
        /** It was taken back or killed, and is in the list. */
        STILL_SHOWN,
        /** No record that was read is about it. */
        NOT_SEEN
    }

    /**
     * One line that is wrong, or is not there.
     *
     * @param listed version in the list
     * @param sent version that went out last
     */
    public record Difference(Kind kind, String uri, Optional<String> listed, Optional<String> sent) {}

    private static final class Standing {
        private final Set<String> keys = new HashSet<>();
        private long published = -1;
        private String version = "";
    }

    private SubscriberList(Map<String, String> shown) {
        this.shown = shown;
    }

    /**
     * Reads a list.
     *
     * @param lines {@code URI}, or {@code URI<tab>VERSION}; empty ones are passed over
     * @throws IllegalArgumentException if a uri stands in it twice; with the number of the line
     */
    public static SubscriberList of(List<String> lines) {
        Map<String, String> shown = new HashMap<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            int tab = line.indexOf(BETWEEN);
            String uri = tab < 0 ? line : line.substring(0, tab);
            if (shown.put(uri, tab < 0 ? "" : line.substring(tab + 1)) != null) {
                throw new IllegalArgumentException("line " + number + ": '" + uri
                        + "' stands in the list twice: give each article once, as URI<tab>VERSION");
            }
        }
        return new SubscriberList(shown);
    }

    /** How many lines it has. */
    public int size() {
        return shown.size();
    }

    /** Takes the next record of a partition. */
    public void take(byte[] key, Headers headers) {
        Optional<String> uri = WiretagHeader.URI.of(headers);
        Optional<Operation> operation = WiretagHeader.OPERATION.of(headers).flatMap(SubscriberList::operation);
        if (uri.isEmpty() || operation.isEmpty() || key == null) {
            return;
        }
        Standing standing = standings.computeIfAbsent(uri.get(), any -> new Standing());
        String at = new String(key, java.nio.charset.StandardCharsets.UTF_8);
        boolean shows = operation.get() == Operation.publish || operation.get() == Operation.correct;
        if (shows) {
            standing.keys.add(at);
        } else {
            standing.keys.remove(at);
        }
        long published = publishedOffset(headers);
        if (published >= standing.published) {
            standing.published = published;
            standing.version = WiretagHeader.VERSION.of(headers).orElse("");
        }
    }

    private static Optional<Operation> operation(String word) {
        try {
            return Optional.of(Operation.valueOf(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static long publishedOffset(Headers headers) {
        String place = WiretagHeader.PUBLISHED.of(headers).orElse("");
        try {
            return Long.parseLong(place.substring(place.indexOf(':') + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Between the list and all that was taken, by kind and uri. */
    public List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        standings.forEach((uri, standing) -> difference(uri, standing).ifPresent(differences::add));
        shown.forEach((uri, version) -> {
            if (!standings.containsKey(uri)) {
                differences.add(new Difference(Kind.NOT_SEEN, uri, version(version), Optional.empty()));
            }
        });
        differences.sort(Comparator.comparing(Difference::kind).thenComparing(Difference::uri));
        return differences;
    }

    private Optional<Difference> difference(String uri, Standing standing) {
        String listed = shown.get(uri);
        boolean live = !standing.keys.isEmpty();
        Kind kind;
        if (listed == null) {
            kind = live ? Kind.MISSING : null;
        } else if (!live) {
            kind = Kind.STILL_SHOWN;
        } else {
            kind = listed.isEmpty() || listed.equals(standing.version) ? null : Kind.OTHER_VERSION;
        }
        return Optional.ofNullable(kind)
                .map(wrong -> new Difference(
                        wrong,
                        uri,
                        Optional.ofNullable(listed).flatMap(SubscriberList::version),
                        version(standing.version)));
    }

    private static Optional<String> version(String version) {
        return Optional.of(version).filter(each -> !each.isEmpty());
    }
}
