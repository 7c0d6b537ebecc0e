package io.wiretag.ops.desk;

import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which groups have read past a kill, as far as their positions tell.
 *
 * <p>In {@code articles.tagged} the kill's own place decides. Where it stands in another sink is not known without reading all of
 * that: there a group has read past it when it has read all that was there when the kill was. Until then it may have, so that "not
 * yet" comes true late, and never "read" too early.
 */
public final class KillReaders {
    /** Positions that are older say who has read, and no longer who has not. */
    static final Duration STALE = Duration.ofMinutes(1);

    private final String tagged;
    private final Map<String, String> roles;
    private final String processor;

    /** How a group stands to a kill. */
    public enum Stand {
        READ,
        NOT_YET,
        UNKNOWN
    }

    /** Why it is not known. */
    public enum Why {
        /** It has no position in a partition where the kill may lie. */
        NO_POSITION,
        /** Its position lies beyond the end. */
        BEYOND,
        /** Something was deleted before the group had read it: the kill may be among it. */
        DELETED_UNREAD,
        /** Where the sink ended when it had the kill is not known, or not yet. */
        NO_END,
        /** The positions are too old. */
        OLD
    }

    /**
     * One group on one sink.
     *
     * @param sink role of the topic
     * @param why only of {@link Stand#UNKNOWN}
     */
    public record Reader(String group, String sink, Stand stand, Optional<Why> why) {}

    /**
     * @param roles of the sinks by their names, that of the tagged articles among them
     * @param processor group of the processor, which is no reader
     */
    KillReaders(String tagged, Map<String, String> roles, String processor) {
        this.tagged = tagged;
        this.roles = Map.copyOf(roles);
        this.processor = processor;
    }

    /** In the order of the report, which begins with those that are expected. Who has left a topic is none of its readers. */
    List<Reader> of(DeskEntry kill, SinkEnds reached, LagReport report, Instant now, int mostGroups) {
        boolean old = report.at().isBefore(now.minus(STALE));
        List<Reader> readers = new ArrayList<>();
        report.groups().stream()
                .filter(group -> !group.id().equals(processor))
                .limit(mostGroups)
                .forEach(group -> {
                    for (TopicLag topic : group.topics()) {
                        if (roles.containsKey(topic.topic()) && topic.status() != LagStatus.LEFT) {
                            readers.add(reader(group, topic, kill, reached, old));
                        }
                    }
                });
        return readers;
    }

    private Reader reader(GroupLag group, TopicLag topic, DeskEntry kill, SinkEnds reached, boolean old) {
        Answer answer = topic.topic().equals(tagged)
                ? inTagged(topic, kill)
                : inSink(topic, Optional.ofNullable(reached.ends().get(topic.topic())));
        if (answer.stand() == Stand.NOT_YET && old) {
            answer = Answer.unknown(Why.OLD);
        }
        return new Reader(group.id(), roles.get(topic.topic()), answer.stand(), answer.why());
    }

    private record Answer(Stand stand, Optional<Why> why) {
        static final Answer READ = new Answer(Stand.READ, Optional.empty());
        static final Answer NOT_YET = new Answer(Stand.NOT_YET, Optional.empty());

        static Answer unknown(Why why) {
            return new Answer(Stand.UNKNOWN, Optional.of(why));
        }
    }

    private static Answer inTagged(TopicLag topic, DeskEntry kill) {
        return partition(topic, kill.partition())
                .map(own -> past(own, kill.offset() + 1))
                .orElse(Answer.unknown(Why.NO_POSITION));
    }

    private static Answer inSink(TopicLag topic, Optional<Map<Integer, Long>> ends) {
        if (ends.isEmpty()) {
            return Answer.unknown(Why.NO_END);
        }
        Answer worst = Answer.READ;
        for (Map.Entry<Integer, Long> end : ends.get().entrySet()) {
            Answer answer = partition(topic, end.getKey())
                    .map(own -> past(own, end.getValue()))
                    .orElse(Answer.unknown(Why.NO_POSITION));
            if (answer.stand().compareTo(worst.stand()) > 0) {
                worst = answer;
            }
        }
        return worst;
    }

    private static Optional<PartitionLag> partition(TopicLag topic, int number) {
        return topic.partitions().stream()
                .filter(each -> each.partition() == number)
                .findFirst();
    }

    /** Whether it has read all that stands before that offset. */
    private static Answer past(PartitionLag own, long end) {
        if (own.status() == LagStatus.BEYOND) {
            return Answer.unknown(Why.BEYOND);
        }
        if (own.committed().isEmpty()) {
            return Answer.unknown(Why.NO_POSITION);
        }
        if (own.expired() > 0) {
            return Answer.unknown(Why.DELETED_UNREAD);
        }
        // markers take offsets behind the last record, and many a reader's position stays before them
        boolean allRead =
                own.exact() && own.records().orElse(-1) == 0 && own.offsets().lastStable() >= end;
        return own.committed().getAsLong() >= end || allRead ? Answer.READ : Answer.NOT_YET;
    }
}
