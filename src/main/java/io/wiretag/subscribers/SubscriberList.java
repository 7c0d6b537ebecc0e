package io.wiretag.subscribers;

import io.wiretag.schema.Operation;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Headers;

/**
 * Holds what a subscriber shows, a uri and a version a line, against what went out to it. Of an article that lies in several
 * partitions, or twice in a copy, what was published last counts. Takes some 500 bytes for each article of the topic. Not
 * thread-safe.
 */
public final class SubscriberList {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,9}):(\\d{1,18})");
    private static final String BETWEEN = "\t";

    private final Map<String, String> shown;
    /** By uri and key. */
    private final Map<String, Map<String, Standing>> standings = new HashMap<>();

    private final Set<String> keys;

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

    /**
     * What the newest record under a key said.
     *
     * @param source partition of published articles, -1 if it does not say
     * @param offset there
     */
    private record Standing(int source, long offset, boolean shows, String version) {
        /** Records of one article come from one partition, save where publishers changed: then the one that is read later counts. */
        boolean isBefore(Standing other) {
            return source != other.source || offset <= other.offset;
        }
    }

    private SubscriberList(Map<String, String> shown, Set<String> keys) {
        this.shown = shown;
        this.keys = Set.copyOf(keys);
    }

    /**
     * Reads a list.
     *
     * @param lines {@code URI}, or {@code URI<tab>VERSION}; empty ones and further columns are passed over
     * @param keys that the subscriber reads: codes of provinces, units or agencies; empty for all
     * @throws IllegalArgumentException if a uri stands in it twice; with the number of the line
     */
    public static SubscriberList of(List<String> lines, Set<String> keys) {
        Map<String, String> shown = new HashMap<>();
        int number = 0;
        for (String line : lines) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            String[] columns = (number == 1 ? line.replaceFirst("^\uFEFF", "") : line).split(BETWEEN, -1);
            if (shown.put(columns[0], columns.length > 1 ? columns[1] : "") != null) {
                throw new IllegalArgumentException("line " + number + ": '" + columns[0]
                        + "' stands in the list twice: give each article once, as URI<tab>VERSION");
            }
        }
        return new SubscriberList(shown, keys);
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
        String at = new String(key, StandardCharsets.UTF_8);
        if (!keys.isEmpty() && !keys.contains(at)) {
            return;
        }
        Standing told = standing(headers, operation.get());
        standings
                .computeIfAbsent(uri.get(), any -> new HashMap<>(2))
                .merge(at, told, (before, now) -> before.isBefore(now) ? now : before);
    }

    private static Standing standing(Headers headers, Operation operation) {
        boolean shows = operation == Operation.publish || operation == Operation.correct;
        String version = WiretagHeader.VERSION.of(headers).orElse("");
        Matcher place = PLACE.matcher(WiretagHeader.PUBLISHED.of(headers).orElse(""));
        return place.matches()
                ? new Standing(Integer.parseInt(place.group(1)), Long.parseLong(place.group(2)), shows, version)
                : new Standing(-1, 0, shows, version);
    }

    private static Optional<Operation> operation(String word) {
        try {
            return Optional.of(Operation.valueOf(word));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Between the list and all that was taken, by kind and uri. */
    public List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        standings.forEach((uri, told) -> difference(uri, told.values()).ifPresent(differences::add));
        shown.forEach((uri, version) -> {
            if (!standings.containsKey(uri)) {
                differences.add(new Difference(Kind.NOT_SEEN, uri, version(version), Optional.empty()));
            }
        });
        differences.sort(Comparator.comparing(Difference::kind).thenComparing(Difference::uri));
        return differences;
    }

    private Optional<Difference> difference(String uri, Collection<Standing> told) {
        Optional<Standing> live = told.stream().filter(Standing::shows).max(Comparator.comparingLong(Standing::offset));
        Standing newest = live.orElseGet(() ->
                told.stream().max(Comparator.comparingLong(Standing::offset)).orElseThrow());
        return kind(Optional.ofNullable(shown.get(uri)), live)
                .map(wrong -> new Difference(
                        wrong,
                        uri,
                        Optional.ofNullable(shown.get(uri)).flatMap(SubscriberList::version),
                        version(newest.version())));
    }

    private static Optional<Kind> kind(Optional<String> listed, Optional<Standing> live) {
        if (listed.isEmpty()) {
            return live.map(each -> Kind.MISSING);
        }
        if (live.isEmpty()) {
            return Optional.of(Kind.STILL_SHOWN);
        }
        boolean same = listed.get().isEmpty() || listed.get().equals(live.get().version());
        return same ? Optional.empty() : Optional.of(Kind.OTHER_VERSION);
    }

    private static Optional<String> version(String version) {
        return Optional.of(version).filter(each -> !each.isEmpty());
    }
}
