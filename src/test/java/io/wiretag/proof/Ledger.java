package io.wiretag.proof;

import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one set of readers saw, held against the oracle record by record. Keeps a few bits for each article and place, no
 * articles. Thread-safe.
 */
final class Ledger {
    private static final int DIFFERENCES_TOLD = 10;
    private static final int STORIES_KEPT = 5_000;

    private final Script script;
    private final Wire wire;
    private final Map<Integer, Poison> poison;
    private final Map<Integer, Map<Place, List<Delivery>>> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Map<Place, List<Delivery>>> eldest) {
            return size() > STORIES_KEPT;
        }
    };
    private final Map<Spot, Seen> seen = new HashMap<>();
    private final Map<Sink, Integer> delivered = new EnumMap<>(Sink.class);
    private final BitSet rejected = new BitSet();
    private final List<String> differences = new ArrayList<>();
    private int duplicates;
    private int orderViolations;
    private int unexpected;
    private int wrongRejections;
    private int kills;

    /** A place of a story. */
    private record Spot(int story, Place place) {}

    private static final class Seen {
        final BitSet which = new BitSet();
        Operation last;
    }

    Ledger(Script script, Wire wire) {
        this.script = script;
        this.wire = wire;
        this.poison = script.poison();
    }

    /** What it has come to. */
    record Verdict(
            int delivered,
            int tagged,
            int rejected,
            int lost,
            int duplicates,
            int orderViolations,
            int unexpected,
            int wrongRejections,
            int killsMissing,
            int kills,
            List<String> differences) {

        /** Nothing came that should not have. */
        boolean isClean() {
            return duplicates + orderViolations + unexpected + wrongRejections == 0;
        }

        /** And all came that should have. */
        boolean isComplete() {
            return isClean() && lost + killsMissing == 0;
        }
    }

    /** A record of a sink of tagged articles. */
    synchronized void take(String uri, Delivery delivery) {
        if (Aside.is(uri)) {
            return;
        }
        delivered.merge(delivery.place().sink(), 1, Integer::sum);
        kills += delivery.operation() == Operation.kill ? 1 : 0;
        int story = Story.number(uri);
        if (story < 0 || story >= script.stories()) {
            unexpected++;
            differ("unexpected", uri, delivery);
            return;
        }
        List<Delivery> expected = expected(story).getOrDefault(delivery.place(), List.of());
        Seen before = seen.computeIfAbsent(new Spot(story, delivery.place()), spot -> new Seen());
        before.last = delivery.operation();
        int next = before.which.nextClearBit(0);
        if (next < expected.size() && expected.get(next).equals(delivery)) {
            before.which.set(next);
            return;
        }
        for (int later = next + 1; later < expected.size(); later++) {
            if (!before.which.get(later) && expected.get(later).equals(delivery)) {
                before.which.set(later);
                orderViolations++;
                differ("out of order", uri, delivery);
                return;
            }
        }
        if (expected.contains(delivery)) {
            duplicates++;
            differ("duplicate", uri, delivery);
        } else {
            unexpected++;
            differ("unexpected", uri, delivery);
        }
    }

    /** A record of the sink of what was rejected. */
    synchronized void takeRejected(
            Optional<Integer> number, Optional<byte[]> key, Optional<byte[]> value, String reason) {
        if (number.isEmpty() && Aside.is(key)) {
            return;
        }
        delivered.merge(Sink.REJECTED, 1, Integer::sum);
        // where headers had to be left out, the key tells it
        Optional<Integer> told = number.or(() -> key.flatMap(Poison::number));
        Optional<Poison> known = told.map(poison::get);
        if (known.isEmpty()) {
            wrongRejections++;
            differ("rejected, and no poison", key.map(String::new).orElse("no key"), reason);
        } else if (rejected.get(told.get())) {
            duplicates++;
            differ("duplicate", "poison " + told.get(), reason);
        } else {
            rejected.set(told.get());
            boolean untouched = same(known.get().key(), key) && same(known.get().value(wire), value);
            if (!untouched || !known.get().reason().equals(reason)) {
                wrongRejections++;
                differ(untouched ? "wrong reason" : "other bytes", known.get().toString(), reason);
            }
        }
    }

    private static boolean same(Optional<byte[]> one, Optional<byte[]> other) {
        return Arrays.equals(one.orElse(null), other.orElse(null));
    }

    private Map<Place, List<Delivery>> expected(int story) {
        return recent.computeIfAbsent(story, number -> byPlace(script.story(number)));
    }

    private static Map<Place, List<Delivery>> byPlace(Story story) {
        Map<Place, List<Delivery>> byPlace = new HashMap<>();
        Oracle.deliveries(story)
                .forEach(each -> byPlace.computeIfAbsent(each.place(), place -> new ArrayList<>())
                        .add(each));
        return byPlace;
    }

    private void differ(String what, String who, Object found) {
        if (differences.size() < DIFFERENCES_TOLD) {
            differences.add(what + ": " + who + " " + found);
        }
    }

    synchronized int delivered() {
        return delivered.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What it has come to so far; what is lost and which kills are missing can be told only once, at the end. */
    synchronized Verdict soFar() {
        return verdict(0, 0);
    }

    /** What it has come to, when nothing more is to come. */
    synchronized Verdict end() {
        int lost = 0;
        int killsMissing = 0;
        for (int number = 0; number < script.stories(); number++) {
            Story story = script.story(number);
            Map<Place, List<Delivery>> expected = byPlace(story);
            for (Map.Entry<Place, List<Delivery>> each : expected.entrySet()) {
                Seen here = seen.get(new Spot(number, each.getKey()));
                int missing = each.getValue().size() - (here == null ? 0 : here.which.cardinality());
                if (missing > 0) {
                    lost += missing;
                    differ("lost", "story " + number, each.getKey());
                }
                killsMissing += endsKilled(story) && here != null && here.last != Operation.kill ? 1 : 0;
            }
        }
        for (Poison each : poison.values()) {
            if (!rejected.get(each.number())) {
                lost++;
                differ("lost", each.toString(), Sink.REJECTED);
            }
        }
        return verdict(lost, killsMissing);
    }

    /** Its highest version is a kill: whatever else is true, every key it ever went to must end with one. */
    private static boolean endsKilled(Story story) {
        int highest = story.editions().stream().mapToInt(Edition::version).max().orElseThrow();
        return story.editions().stream()
                .filter(edition -> edition.version() == highest)
                .anyMatch(edition -> edition.status() == PubStatus.canceled);
    }

    private Verdict verdict(int lost, int killsMissing) {
        return new Verdict(
                delivered(),
                delivered.getOrDefault(Sink.TAGGED, 0),
                delivered.getOrDefault(Sink.REJECTED, 0),
                lost,
                duplicates,
                orderViolations,
                unexpected,
                wrongRejections,
                killsMissing,
                kills,
                List.copyOf(differences));
    }
}
