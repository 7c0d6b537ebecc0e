package io.wiretag.topology;

import io.wiretag.life.VersionOrder;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The life of an article written down once more, as plainly as can be, to hold the processor against: which records an
 * arrival or the passing of time must bring out. Shares nothing with the processor but the order of versions.
 */
final class ArticleLifeModel {
    private static final String STRICT_ON = "VN-HN";

    private final Map<String, Memory> memories = new HashMap<>();
    private final Map<String, List<Seen>> seen = new HashMap<>();
    private boolean strict;

    /** What one sees of an article that is out. */
    private record Seen(IncomingVersion version, Set<String> provinces, List<Said> corrections) {}

    /** A correction. No two are the same, even where they say the same. */
    private static final class Said {
        final Step.Ask ask;

        Said(Step.Ask ask) {
            this.ask = ask;
        }
    }

    /** What is known of the article of a uri once something was accepted. */
    private static final class Memory {
        VersionOrder.Stamp stamp;
        VersionOrder.Stamp sentStamp;
        IncomingVersion newest;
        Instant acceptedAt;
        Optional<Instant> embargo = Optional.empty();
        Optional<IncomingVersion> held = Optional.empty();
        final Set<Lane> everSent = new HashSet<>();
        final Set<Lane> live = new HashSet<>();
        List<Said> corrections = List.of();
    }

    /**
     * @param now the clock once the step is done
     * @return what must come out because of it, in no order
     */
    List<LaneRecord> take(Step step, Instant now) {
        if (step instanceof Step.Arrive arrive) {
            return arrive(arrive.arrival(), now.minus(arrive.delay()), now);
        }
        if (step instanceof Step.Rules rules) {
            strict = rules.strict();
            return List.of();
        }
        return step instanceof Step.Ask ask ? answer(ask) : pass(now);
    }

    private List<LaneRecord> answer(Step.Ask ask) {
        List<Seen> all = seen.getOrDefault(ask.uri(), List.of());
        if (all.size() <= ask.back()) {
            return List.of();
        }
        Seen was = all.get(all.size() - 1 - ask.back());
        Memory memory = memories.get(ask.uri());
        boolean asSeen = memory.newest.status() == PubStatus.usable
                && memory.held.isEmpty()
                && memory.newest.equals(was.version())
                && ask.back() == 0;
        if (!asSeen) {
            return List.of();
        }
        List<Said> then = new ArrayList<>(memory.corrections);
        if (ask.isCorrection()) {
            then.add(new Said(ask));
        } else if (ask.undo()) {
            if (was.corrections().isEmpty() || !then.remove(was.corrections().get(0))) {
                return List.of();
            }
        } else if (provinces(memory.newest, then).equals(was.provinces())) {
            return List.of();
        }
        memory.corrections = then;
        return send(memory, memory.newest);
    }

    private Set<String> provinces(IncomingVersion version, List<Said> corrections) {
        Set<String> provinces = new HashSet<>(version.provinces());
        if (strict) {
            provinces.remove(STRICT_ON);
        }
        for (Said each : corrections) {
            provinces.addAll(each.ask.added());
            provinces.removeAll(each.ask.removed());
        }
        return provinces;
    }

    /**
     * @param recordTime when the producer says that it arrived
     * @param now the clock
     */
    private List<LaneRecord> arrive(IncomingVersion arrival, Instant recordTime, Instant now) {
        Optional<Memory> before = Optional.ofNullable(memories.get(arrival.uri()));
        VersionOrder.Stamp stamp = stamp(arrival, recordTime, before);
        if (before.isPresent() && arrival.equals(before.get().newest)) {
            return List.of();
        }
        if (before.isPresent() && takesBackWhatIsOut(arrival, stamp, before.get())) {
            return takeBack(arrival, before.get());
        }
        if (before.isPresent() && isIgnored(arrival, stamp, before.get())) {
            return List.of();
        }
        Memory memory = before.orElseGet(Memory::new);
        memories.put(arrival.uri(), memory);
        memory.stamp = stamp;
        boolean secret = before.isPresent() && (memory.held.isPresent() || memory.newest.status() != PubStatus.usable);
        boolean known = before.isPresent();
        memory.newest = arrival;
        memory.acceptedAt = now;
        memory.embargo = arrival.embargo().or(() -> memory.embargo);
        memory.held = Optional.empty();
        boolean embargoed = memory.embargo.filter(until -> until.isAfter(now)).isPresent();
        return switch (arrival.status()) {
            case canceled ->
                kill(
                        memory,
                        known ? memory.everSent : embargoed ? Set.of() : arrival.lanes(provinces(arrival, List.of())),
                        secret || embargoed ? arrival.standIn() : arrival.article());
            case withheld -> withhold(memory);
            case usable -> embargoed ? hold(memory) : send(memory, arrival);
        };
    }

    private List<LaneRecord> pass(Instant now) {
        List<LaneRecord> sent = new ArrayList<>();
        for (Memory memory : memories.values()) {
            boolean embargoed =
                    memory.embargo.filter(until -> until.isAfter(now)).isPresent();
            if (memory.held.isPresent() && !embargoed) {
                IncomingVersion due = memory.held.get();
                memory.held = Optional.empty();
                sent.addAll(send(memory, due));
            }
        }
        return sent;
    }

    private static VersionOrder.Stamp stamp(IncomingVersion arrival, Instant recordTime, Optional<Memory> before) {
        boolean nameless =
                arrival.status() != PubStatus.usable && arrival.version().isEmpty();
        if (nameless && before.isPresent()) {
            VersionOrder.Stamp known = before.get().stamp;
            if (known.version().isPresent() || arrival.created().isEmpty()) {
                return known;
            }
        }
        return new VersionOrder.Stamp(
                arrival.version(),
                arrival.created().map(created -> created.isAfter(recordTime) ? recordTime : created));
    }

    /** Older than what is held and not older than what is out: it cannot have known of the one, and speaks of the other. */
    private static boolean takesBackWhatIsOut(IncomingVersion arrival, VersionOrder.Stamp stamp, Memory memory) {
        return arrival.status() != PubStatus.usable
                && memory.held.isPresent()
                && !memory.live.isEmpty()
                && VersionOrder.INSTANCE.compare(stamp, memory.stamp) < 0
                && VersionOrder.INSTANCE.compare(stamp, memory.sentStamp) >= 0;
    }

    private static List<LaneRecord> takeBack(IncomingVersion arrival, Memory memory) {
        boolean kill = arrival.status() == PubStatus.canceled;
        List<LaneRecord> told = kill
                ? records(memory.everSent, Operation.kill, arrival.standIn())
                : records(memory.live, Operation.retract, arrival.standIn());
        memory.live.clear();
        return told;
    }

    /** A kill without a version is overcome by what was created after it, any other by a higher version. */
    private static boolean revives(VersionOrder.Stamp arrival, int order, Memory memory) {
        if (memory.stamp.version().isPresent()) {
            return order > 0;
        }
        Instant killed = memory.stamp.versionCreated().orElse(memory.acceptedAt);
        return arrival.versionCreated().filter(killed::isBefore).isPresent();
    }

    private static boolean isIgnored(IncomingVersion arrival, VersionOrder.Stamp stamp, Memory memory) {
        int order = VersionOrder.INSTANCE.compare(stamp, memory.stamp);
        boolean superseded = order < 0;
        boolean killed = memory.newest.status() == PubStatus.canceled
                && arrival.status() != PubStatus.canceled
                && !revives(stamp, order, memory);
        return superseded || killed;
    }

    private static List<LaneRecord> kill(Memory memory, Set<Lane> lanes, Article told) {
        memory.live.clear();
        memory.everSent.addAll(lanes);
        return records(lanes, Operation.kill, told);
    }

    private static List<LaneRecord> withhold(Memory memory) {
        List<LaneRecord> retracted = records(memory.live, Operation.retract, memory.newest.standIn());
        memory.live.clear();
        return retracted;
    }

    private static List<LaneRecord> hold(Memory memory) {
        memory.held = Optional.of(memory.newest);
        return List.of();
    }

    private List<LaneRecord> send(Memory memory, IncomingVersion arrival) {
        Set<String> provinces = provinces(arrival, memory.corrections);
        seen.computeIfAbsent(arrival.uri(), uri -> new ArrayList<>())
                .add(new Seen(arrival, provinces, List.copyOf(memory.corrections)));
        Set<Lane> lanes = arrival.lanes(provinces);
        Set<Lane> corrected = new HashSet<>(lanes);
        corrected.retainAll(memory.live);
        Set<Lane> fresh = new HashSet<>(lanes);
        fresh.removeAll(memory.live);
        Set<Lane> left = new HashSet<>(memory.everSent);
        left.removeAll(lanes);
        memory.sentStamp = memory.stamp;
        memory.live.clear();
        memory.live.addAll(lanes);
        memory.everSent.addAll(lanes);
        List<LaneRecord> sent = new ArrayList<>();
        sent.addAll(records(corrected, Operation.correct, arrival.article()));
        sent.addAll(records(fresh, Operation.publish, arrival.article()));
        sent.addAll(records(left, Operation.retract, arrival.article()));
        return sent;
    }

    private static List<LaneRecord> records(Set<Lane> lanes, Operation operation, Article article) {
        return lanes.stream()
                .map(lane -> new LaneRecord(lane, operation, article))
                .toList();
    }
}
