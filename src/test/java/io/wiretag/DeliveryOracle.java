package io.wiretag;

import io.wiretag.delivery.Cursor;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a client of delivery must have been told, from the tags in {@code articles.tagged} alone: a version that passes its filter
 * is shown, and what it was ever shown is taken back by whatever does not pass. Takings back of what a client was never shown count
 * for nothing, neither here nor there. Shares no code with the server but the form of a cursor.
 */
final class DeliveryOracle {
    private final List<Version> versions;

    /** As it stands in the topic, in the order of its partition. */
    record Version(int partition, long offset, TaggedArticle article) {
        String uri() {
            return article.getArticle().getUri();
        }
    }

    /** What is wrong with what one client wrote down; all empty if nothing is. */
    record Findings(
            List<String> lost, List<String> doubled, List<String> unexpected, List<String> outOfOrder, String view) {
        boolean isNothing() {
            return lost.isEmpty()
                    && doubled.isEmpty()
                    && unexpected.isEmpty()
                    && outOfOrder.isEmpty()
                    && view.isEmpty();
        }
    }

    DeliveryOracle(List<Version> versions) {
        this.versions = List.copyOf(versions);
    }

    /** Judges a journal that ends with a cursor: all before that must have been told, and nothing behind it. */
    Findings judge(List<EventJournal.Entry> journal, Predicate<TaggedArticle> filter) {
        Cursor until = Cursor.parse(EventJournal.last(journal).orElseThrow());
        List<EventJournal.Entry> snapshot =
                journal.stream().takeWhile(each -> each.cursor().isEmpty()).toList();
        SortedMap<Integer, Long> from = snapshot.isEmpty()
                ? new TreeMap<>()
                : Cursor.parse(journal.get(snapshot.size()).cursor().orElseThrow())
                        .positions();
        Client told = new Client(snapshot);
        Client expected = new Client(snapshot);
        List<String> doubled = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (EventJournal.Entry each : journal.subList(snapshot.size(), journal.size())) {
            if (each.isArticle() && ids.add(each.id()) && !told.take(each.uri(), each.version(), each.operation())) {
                doubled.add(each.toString());
            }
        }
        versions.stream()
                .filter(each -> isBefore(each, until.positions()) && !isBefore(each, from))
                .forEach(each -> expected.take(
                        each.uri(), each.article().getArticle().getVersion(), operation(each.article(), filter)));
        return new Findings(
                without(expected.events(), told.events()),
                doubled,
                without(told.events(), expected.events()),
                told.outOfOrder(expected),
                difference(told.view, expectedView(told, filter, snapshot, until.positions())));
    }

    private static boolean isBefore(Version version, Map<Integer, Long> positions) {
        return version.offset() < positions.getOrDefault(version.partition(), 0L);
    }

    private static String operation(TaggedArticle article, Predicate<TaggedArticle> filter) {
        Operation operation = article.getOperation();
        boolean isShown = operation == Operation.publish || operation == Operation.correct;
        return isShown && !filter.test(article) ? Operation.retract.name() : operation.name();
    }

    /**
     * What changes while a snapshot is made is not in it and is told behind its cursor: who was killed before that may lack an article
     * of which a version is still to come.
     */
    private Map<String, String> expectedView(
            Client told,
            Predicate<TaggedArticle> filter,
            List<EventJournal.Entry> snapshot,
            SortedMap<Integer, Long> until) {
        Map<String, String> view = view(filter, until);
        if (!snapshot.isEmpty()) {
            versions.stream()
                    .filter(each -> !isBefore(each, until))
                    .map(Version::uri)
                    .filter(uri -> !told.view.containsKey(uri))
                    .forEach(view::remove);
        }
        return view;
    }

    /** The newest version of each article at these positions that may be shown and passes. */
    private Map<String, String> view(Predicate<TaggedArticle> filter, Map<Integer, Long> until) {
        Map<String, String> view = new TreeMap<>();
        for (Version each : versions) {
            if (isBefore(each, until)) {
                view.remove(each.uri());
                if (Client.isShown(operation(each.article(), filter))) {
                    view.put(each.uri(), each.article().getArticle().getVersion());
                }
            }
        }
        return view;
    }

    private static List<String> without(List<String> events, List<String> others) {
        Set<String> known = new HashSet<>(others);
        return events.stream().filter(each -> !known.contains(each)).toList();
    }

    private static String difference(Map<String, String> view, Map<String, String> expected) {
        return view.equals(expected)
                ? ""
                : "view of " + view.size() + " instead of " + expected.size() + ", first difference: "
                        + firstDifference(view, expected);
    }

    private static Optional<String> firstDifference(Map<String, String> view, Map<String, String> expected) {
        Set<String> uris = new HashSet<>(view.keySet());
        uris.addAll(expected.keySet());
        return uris.stream()
                .filter(uri -> !Optional.ofNullable(view.get(uri)).equals(Optional.ofNullable(expected.get(uri))))
                .map(uri -> uri + ": " + view.get(uri) + " instead of " + expected.get(uri))
                .findFirst();
    }

    /** What somebody makes of what he is told. */
    private static final class Client {
        private final Map<String, String> view = new TreeMap<>();
        private final Set<String> everShown;
        private final Map<String, List<String>> byUri = new LinkedHashMap<>();
        private final Set<String> events = new HashSet<>();

        Client(List<EventJournal.Entry> snapshot) {
            snapshot.forEach(each -> view.put(each.uri(), each.version()));
            this.everShown = new HashSet<>(view.keySet());
        }

        static boolean isShown(String operation) {
            return operation.equals("publish") || operation.equals("correct");
        }

        /** Whether it is no repetition. */
        boolean take(String uri, String version, String operation) {
            boolean isShown = isShown(operation);
            view.remove(uri);
            if (isShown) {
                view.put(uri, version);
                everShown.add(uri);
            } else if (!everShown.contains(uri)) {
                return true;
            }
            String event = uri + " " + version + " " + (isShown ? "shown" : operation);
            byUri.computeIfAbsent(uri, each -> new ArrayList<>()).add(event);
            return events.add(event);
        }

        List<String> events() {
            return byUri.values().stream().flatMap(List::stream).toList();
        }

        /** Uris of which the same was told in another order. */
        List<String> outOfOrder(Client other) {
            return byUri.entrySet().stream()
                    .filter(each -> {
                        List<String> theirs = other.byUri.getOrDefault(each.getKey(), List.of());
                        return !theirs.equals(each.getValue())
                                && Set.copyOf(theirs).equals(Set.copyOf(each.getValue()));
                    })
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }
}
