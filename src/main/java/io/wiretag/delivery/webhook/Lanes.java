package io.wiretag.delivery.webhook;

import io.wiretag.delivery.Event;
import io.wiretag.delivery.webhook.Lane.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What one endpoint has still to get, and what is to be sent when. Versions of one article go one after the other, those of different
 * articles side by side; a kill goes before all others, and takes the place of versions of its article that were not sent.
 *
 * <p>An article that fails while others arrive is put aside: it is <em>kept</em> in the topic of subscriptions, and the group passes
 * it. While all fail, the group stays where it is, so that its lag says what is missing. A kill is kept before it is sent, so that
 * nothing comes behind it after a restart, but the group does not pass it by that: only once it is sent, or was refused like any other.
 *
 * <p>Knows neither Kafka nor HTTP. For one thread at a time.
 */
final class Lanes {
    /** Articles that are sent side by side. */
    static final int SIDE_BY_SIDE = 8;
    /** Kills do not wait behind articles that hang. */
    static final int MOST_AT_A_TIME = SIDE_BY_SIDE + 4;

    static final int MOST_OPEN = 256;
    static final int MOST_KEPT = 1_000;
    /** Versions of what is kept: of one article they are written in one record. */
    static final int MOST_KEPT_VERSIONS = 5_000;

    private static final int MOST_BYTES = 8 << 20;

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(4);
    private static final Duration FIRST_OF_KILL = Duration.ofSeconds(2);
    private static final Duration LONGEST_OF_KILL = Duration.ofMinutes(1);

    private final Health health;
    /** A uri lies in another partition once partitions were added. */
    private final Map<Id, Lane> lanes = new LinkedHashMap<>();
    /** Places that the group may not pass, by partition. */
    private final Map<Integer, TreeSet<Long>> open = new HashMap<>();
    /** Lanes of which the topic of subscriptions has to learn. */
    private final Set<Lane> changed = new HashSet<>();

    private final Set<Lane> gone = new LinkedHashSet<>();
    private long bytes;
    private Instant arrivedAt = Instant.MIN;
    /** When something arrived at last where nothing had. */
    private Instant returnedAt = Instant.MIN;

    private boolean hasReturned;
    private int sending;
    private int sendingKills;

    private record Id(String uri, int partition) {
        static Id of(Lane lane) {
            return new Id(lane.uri(), lane.partition());
        }
    }

    Lanes(Health health) {
        this.health = health;
    }

    /** Takes over what was kept. */
    void restore(Lane lane) {
        lanes.put(Id.of(lane), lane);
    }

    private Lane lane(String uri, Event event) {
        return lanes.computeIfAbsent(new Id(uri, event.partition()), id -> new Lane(id.uri(), id.partition()));
    }

    /** A version that the group has come to. */
    void add(String uri, Event event, boolean kill) {
        Lane lane = lane(uri, event);
        if (lane.covers(event.offset())) {
            lane.kill(event.offset()).ifPresent(waiting -> hold(lane, waiting));
            return;
        }
        if (kill && hasRoomAhead()) {
            addKill(lane, event);
            hold(lane, lane.waiting().getLast());
        } else if (lane.isKept()) {
            lane.add(new Waiting(event.offset(), kill, Optional.empty()));
            changed.add(lane);
            lane.kill(event.offset()).ifPresent(waiting -> hold(lane, waiting));
            replace(lane);
        } else {
            lane.add(new Waiting(event.offset(), kill, Optional.of(event)));
            hold(lane, lane.waiting().getLast());
            replace(lane);
        }
    }

    /** The group does not pass it: its position says that it has not been sent. */
    private void hold(Lane lane, Waiting version) {
        if (!lane.isRefused() && open(lane.partition()).add(version.offset())) {
            bytes += version.event().map(Event::size).orElse(0);
        }
    }

    /** It is kept before it is sent, so that no restart sends again what was before it. */
    private void addKill(Lane lane, Event event) {
        lane.add(new Waiting(event.offset(), true, Optional.of(event)));
        replace(lane);
        keep(lane);
    }

    /** A kill that the group has not come to: it overtakes. */
    void addAhead(String uri, Event event) {
        Lane lane = lane(uri, event);
        if (!lane.covers(event.offset())) {
            addKill(lane, event);
        }
    }

    /** Drops versions before the last kill; not kills, of which each is proof of its own, nor what is on its way. */
    private void replace(Lane lane) {
        long kill = lane.waiting().stream()
                .filter(Waiting::kill)
                .mapToLong(Waiting::offset)
                .max()
                .orElse(-1);
        Waiting first = lane.isSending() ? lane.first() : null;
        lane.waiting().removeIf(each -> {
            boolean replaced = each != first && !each.kill() && each.offset() < kill;
            if (replaced) {
                close(lane, each);
            }
            return replaced;
        });
    }

    private void close(Lane lane, Waiting version) {
        if (open(lane.partition()).remove(version.offset())) {
            bytes -= version.event().map(Event::size).orElse(0);
        }
    }

    private TreeSet<Long> open(int partition) {
        return open.computeIfAbsent(partition, each -> new TreeSet<>());
    }

    /** Its versions are read anew when they are sent: what is put aside takes no memory but its places. */
    private void keep(Lane lane) {
        List<Waiting> all = new ArrayList<>(lane.waiting());
        lane.waiting().clear();
        for (Waiting each : all) {
            if (!each.kill() || lane.isRefused()) {
                close(lane, each);
            }
            lane.waiting().add(new Waiting(each.offset(), each.kill(), each.kill() ? each.event() : Optional.empty()));
        }
        lane.keep();
        changed.add(lane);
    }

    /** Lanes of which the first is to be sent now, with kills before all others; each is under way from now on. */
    List<Lane> begin(Instant now) {
        List<Lane> due = lanes.values().stream()
                .filter(lane -> lane.isDue(now))
                .sorted(Comparator.comparing(Lane::isUrgent)
                        .reversed()
                        .thenComparing(Lane::attempts)
                        .thenComparing(lane -> lane.first().offset()))
                .toList();
        List<Lane> begun = new ArrayList<>();
        for (Lane lane : due) {
            if (hasRoom(lane, now)) {
                lane.begin(now);
                sending++;
                sendingKills += lane.isSendingKill() ? 1 : 0;
                health.begun(now, lane.isSendingKill());
                begun.add(lane);
            }
        }
        return begun;
    }

    private boolean hasRoom(Lane lane, Instant now) {
        if (!health.isOpen(now, lane.isUrgent())) {
            return false;
        }
        if (health.isDown()) {
            return lane.isUrgent() ? sendingKills < MOST_AT_A_TIME - SIDE_BY_SIDE : sending == sendingKills;
        }
        return sending < (lane.isUrgent() ? MOST_AT_A_TIME : SIDE_BY_SIDE);
    }

    /** What came of the first of a lane. */
    void end(Lane lane, Answer answer, Instant now) {
        sending--;
        sendingKills -= lane.isSendingKill() ? 1 : 0;
        if (lanes.get(Id.of(lane)) != lane) {
            return; // its partition has gone to another instance
        }
        if (answer instanceof Answer.Accepted) {
            arrivedAt = now;
            pass(lane);
            health.accepted().ifPresent(since -> {
                retry(since);
                returnedAt = now;
                hasReturned = true;
            });
        } else if (answer instanceof Answer.Later later) {
            health.later(later, now);
            lane.hold(now);
            replace(lane);
        } else if (answer instanceof Answer.NotThere) {
            pass(lane);
        } else if (answer instanceof Answer.NotNow notNow) {
            lane.hold(now.plus(notNow.pause()));
        } else if (answer instanceof Answer.Failed failed
                && !(failed.isOfEndpoint() && lane.hasBegunBefore(returnedAt))) {
            fail(lane, failed, now);
        } else {
            // it says nothing: among others a try of when nobody was there yet
            lane.hold(now);
            replace(lane);
        }
    }

    /** Lanes whose kills hang since before the endpoint came back, once each time that it does: they need not wait any longer. */
    List<Lane> takeHanging() {
        if (!hasReturned) {
            return List.of();
        }
        hasReturned = false;
        return lanes.values().stream()
                .filter(lane -> lane.isSending() && lane.isSendingKill() && lane.hasBegunBefore(returnedAt))
                .toList();
    }

    /** The first needs no sending any more. */
    void pass(Lane lane) {
        close(lane, lane.pass());
        if (lane.isKept()) {
            changed.add(lane);
        } else if (lane.waiting().isEmpty()) {
            lanes.remove(Id.of(lane));
        }
    }

    /** What failed because nobody was there need not wait any longer. */
    private void retry(Instant since) {
        lanes.values().stream().filter(lane -> lane.hasFailedSince(since)).forEach(lane -> lane.retryAt(Instant.MIN));
    }

    private void fail(Lane lane, Answer.Failed failed, Instant now) {
        health.failed(lane.uri(), failed, lane.isSendingKill(), now);
        Waiting tried = lane.first();
        int attempts = lane.fail(failed.why(), now);
        replace(lane);
        if (lane.first() != tried) {
            // a kill is next, which has not been tried
            lane.renew();
            return;
        }
        lane.retryAt(now.plus(
                lane.isUrgent()
                        ? health.backoff(attempts, FIRST_OF_KILL, LONGEST_OF_KILL)
                        : health.backoff(attempts, FIRST, LONGEST)));
        if (health.isDown()) {
            // when the endpoint is tried, any of them may be the one
            lane.retryAt(now);
        } else if (lane.isKept() || kept() < MOST_KEPT) {
            boolean isOver = lane.since()
                    .filter(since -> since.plus(Health.PATIENCE).isBefore(now))
                    .isPresent();
            if (!lane.isUrgent()
                    || isOver
                    || lane.since().filter(arrivedAt::isAfter).isPresent()) {
                lane.refuse();
            }
            keep(lane);
            if (isOver) {
                lane.giveUp();
            }
        }
    }

    /** Whether no more is to be read now. */
    boolean isFull() {
        return open.values().stream().mapToInt(TreeSet::size).sum() >= MOST_OPEN
                || bytes >= MOST_BYTES
                || hasKeptMost();
    }

    /** Whether no more may be put aside: the group stays where it is, and kills alone go on. */
    boolean hasKeptMost() {
        int articles = 0;
        int versions = 0;
        for (Lane lane : lanes.values()) {
            if (lane.isKept() && !lane.waiting().isEmpty()) {
                articles++;
                versions += lane.waiting().size();
            }
        }
        return articles >= MOST_KEPT || versions >= MOST_KEPT_VERSIONS;
    }

    /** Whether there is room for a kill that is farther away. */
    boolean hasRoomAhead() {
        return kept() < 2 * MOST_KEPT;
    }

    boolean isBusy() {
        return sending > 0;
    }

    /** Whether any of them is on its way, of these partitions. */
    boolean isBusy(Collection<Integer> partitions) {
        return lanes.values().stream().anyMatch(lane -> lane.isSending() && partitions.contains(lane.partition()));
    }

    int kept() {
        return (int) lanes.values().stream().filter(Lane::isKept).count();
    }

    long count(Predicate<Lane> which) {
        return lanes.values().stream().filter(which).count();
    }

    /** Until where all is sent or kept, of a partition that has been read up to there. */
    long passed(int partition, long read) {
        TreeSet<Long> places = open(partition);
        return places.isEmpty() ? read : Math.min(read, places.first());
    }

    /** Nothing is waited for in lanes up to there: who begins there knows no more of them. */
    void hasCommitted(int partition, long position) {
        lanes.values().removeIf(lane -> {
            boolean over = lane.partition() == partition && lane.waiting().isEmpty() && lane.done() < position;
            if (over) {
                changed.remove(lane);
                gone.add(lane);
            }
            return over;
        });
    }

    /** Lanes that changed, once. */
    List<Lane> takeChanged() {
        List<Lane> all = List.copyOf(changed);
        changed.clear();
        return all;
    }

    /** Lanes of which nothing is to be kept any more, once. */
    List<Lane> takeGone() {
        List<Lane> all = List.copyOf(gone);
        gone.clear();
        return all;
    }

    /** Partitions that belong to others now. */
    void forget(Collection<Integer> partitions) {
        lanes.values().removeIf(lane -> {
            boolean left = partitions.contains(lane.partition());
            if (left) {
                changed.remove(lane);
                lane.waiting().forEach(each -> close(lane, each));
            }
            return left;
        });
        partitions.forEach(open::remove);
        gone.removeIf(lane -> partitions.contains(lane.partition()));
    }
}
