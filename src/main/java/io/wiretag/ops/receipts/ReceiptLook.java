package io.wiretag.ops.receipts;

import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.ops.receipts.Standing.State;
import io.wiretag.ops.receipts.Standing.Why;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What one look at the brokers says of places. Immutable.
 *
 * <p>In a topic that lies under the same id before and after the look, a position is one in it: ids are asked for after the look was.
 */
final class ReceiptLook {
    private final Instant begun;
    private final Instant at;
    private final Map<String, GroupLag> groups = new HashMap<>();
    private final Map<String, String> topicIds;
    private final boolean complete;

    /**
     * What is seen of one group at one place.
     *
     * @param deletedBefore offset before which something was deleted that it had not read; 0 if nothing was
     * @param offset of the kill, if it is known
     */
    record Seen(
            State state,
            OptionalLong position,
            OptionalLong records,
            Optional<Duration> behind,
            Optional<Why> why,
            long deletedBefore,
            OptionalLong offset) {

        static Seen of(State state) {
            return new Seen(
                    state,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    OptionalLong.empty());
        }

        static Seen unknown(Why why) {
            return new Seen(
                    State.UNKNOWN,
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.of(why),
                    0,
                    OptionalLong.empty());
        }

        /** Whether what was deleted unread reaches beyond the kill: whoever was before it has not read it. */
        boolean isDeletedUnread() {
            return offset.isPresent() && deletedBefore > offset.getAsLong();
        }
    }

    /**
     * @param begun when it had not begun: positions that it saw are none of before
     * @param processor group that is no subscriber
     * @param topicIds of the topics that are there, by name; one that is missing is not
     */
    ReceiptLook(LagReport report, Instant begun, String processor, Map<String, String> topicIds) {
        this.begun = begun;
        this.at = report.at();
        this.topicIds = Map.copyOf(topicIds);
        report.groups().stream()
                .filter(group -> !group.id().equals(processor))
                .forEach(group -> groups.put(group.id(), group));
        // a group that could not be seen may be any
        this.complete = report.unseen().stream()
                .noneMatch(spot -> spot.kind() != BlindSpot.Kind.TOPIC && spot.kind() != BlindSpot.Kind.PARTITION);
    }

    /** What it saw not to be so then was not so before. */
    Instant begun() {
        return begun;
    }

    Instant at() {
        return at;
    }

    /** Whether it saw all groups that there are. */
    boolean isComplete() {
        return complete;
    }

    /** The groups that have to do with a topic: read it, have a position there, or are expected to. */
    Set<String> groups(String topic) {
        Set<String> found = new HashSet<>();
        groups.forEach((id, group) -> {
            if (group.topics().stream().anyMatch(each -> each.topic().equals(topic))) {
                found.add(id);
            }
        });
        return found;
    }

    Set<String> groups() {
        return groups.keySet();
    }

    boolean isShare(String group) {
        return Optional.ofNullable(groups.get(group))
                .filter(each -> each.type().equals("Share"))
                .isPresent();
    }

    /** How a group stands to a kill that lies there. */
    Seen at(Place place, String group) {
        String id = topicIds.get(place.topic());
        if (id != null && !id.equals(place.topicId())) {
            return Seen.of(State.VOID);
        }
        if (id == null) {
            return Seen.unknown(Why.UNSEEN);
        }
        GroupLag found = groups.get(group);
        if (found == null) {
            return complete ? Seen.of(State.ABSENT) : Seen.unknown(Why.UNSEEN);
        }
        return found.topics().stream()
                .filter(each -> each.topic().equals(place.topic()))
                .findFirst()
                .map(topic -> at(place, found, topic))
                .orElse(complete ? Seen.of(State.ABSENT) : Seen.unknown(Why.UNSEEN));
    }

    private static Seen at(Place place, GroupLag group, TopicLag topic) {
        if (topic.status() == LagStatus.LEFT) {
            return Seen.of(State.LEFT);
        }
        return topic.partitions().stream()
                .filter(each -> each.partition() == place.partition())
                .findFirst()
                .map(own -> at(place.offset(), group.members(), own))
                .orElse(Seen.unknown(Why.UNSEEN));
    }

    private static Seen at(OptionalLong offset, int members, PartitionLag own) {
        if (own.committed().isEmpty()) {
            return Seen.of(members == 0 ? State.ABSENT : State.NO_POSITION);
        }
        if (offset.isEmpty()) {
            return Seen.unknown(Why.NOT_FOUND);
        }
        long kill = offset.getAsLong();
        long committed = own.committed().getAsLong();
        if (own.status() == LagStatus.BEYOND) {
            return Seen.unknown(Why.BEYOND);
        }
        State state = committed > kill ? State.PASSED : own.offsets().first() > kill ? State.NEVER : State.BEHIND;
        boolean mayBeDeleted = state == State.PASSED && own.expired() > 0 && own.expiredBefore() > kill;
        if (mayBeDeleted) {
            return new Seen(
                    State.UNKNOWN,
                    own.committed(),
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.of(Why.DELETED_UNREAD),
                    own.expiredBefore(),
                    offset);
        }
        return new Seen(
                state,
                own.committed(),
                state == State.PASSED ? OptionalLong.empty() : OptionalLong.of(kill + 1 - committed),
                state == State.PASSED ? Optional.empty() : own.behind(),
                Optional.empty(),
                state == State.NEVER
                        ? Math.max(own.expiredBefore(), own.offsets().first())
                        : 0,
                offset);
    }
}
