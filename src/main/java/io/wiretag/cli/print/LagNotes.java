package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.Headroom;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What needs words in a report on lag. */
final class LagNotes {
    private static final Duration LONG_OPEN = Duration.ofSeconds(5);

    private final Style style;
    private final Map<String, String> roles;

    /** @param roles of topics, by their names */
    LagNotes(Style style, Map<String, String> roles) {
        this.style = style;
        this.roles = roles;
    }

    /** One sentence, and its colour. */
    record Note(UnaryOperator<String> paint, String text) {}

    List<Note> of(LagReport report) {
        List<Note> notes = new ArrayList<>();
        if (!report.clockAhead().isZero()) {
            notes.add(new Note(
                    style::warning,
                    "the clock of this machine is "
                            + DurationFormat.text(report.clockAhead().abs())
                            + (report.clockAhead().isNegative() ? " behind" : " ahead of")
                            + " that of the brokers: ages are by theirs"));
        }
        for (BlindSpot spot : report.unseen()) {
            notes.add(new Note(style::bad, "not seen: " + TerminalText.oneLine(spot.what() + ": " + spot.why())));
        }
        for (GroupLag group : report.groups()) {
            for (TopicLag topic : group.topics()) {
                String where = TerminalText.oneLine(group.id()) + ", "
                        + roles.getOrDefault(topic.topic(), topic.topic()) + ": ";
                losses(topic).forEach(loss -> notes.add(new Note(style::bad, where + loss)));
                leaderless(topic)
                        .map(partitions -> new Note(
                                style::bad,
                                where + "nobody answers for partition " + partitions
                                        + ": see whether it has a leader; nothing is known of it"))
                        .or(() -> unknown(group, topic).map(many -> new Note(style::warning, where + many)))
                        .ifPresent(notes::add);
                beyond(topic).ifPresent(place -> notes.add(new Note(style::bad, where + place)));
                if (topic.status() == LagStatus.LEFT) {
                    notes.add(new Note(
                            style::faint, where + "its members read other topics; what it once read here is no lag"));
                }
            }
        }
        for (TopicFlow flow : report.topics()) {
            flow.oldestOpenTransaction()
                    .filter(age -> age.compareTo(LONG_OPEN) >= 0)
                    .ifPresent(age -> notes.add(new Note(
                            style::bad,
                            roles.getOrDefault(flow.topic(), flow.topic())
                                    + ": a transaction has been open for " + DurationFormat.text(age)
                                    + ", readers cannot get past it")));
        }
        return notes;
    }

    /** What a group has lost, or is about to. */
    private static List<String> losses(TopicLag topic) {
        List<String> losses = new ArrayList<>();
        if (topic.missing()) {
            losses.add("is expected to read it, but is not there, and no position is known");
        }
        long expired =
                topic.partitions().stream().mapToLong(PartitionLag::expired).sum();
        if (expired > 0) {
            losses.add(expired + (expired == 1 ? " offset was" : " offsets were") + " deleted before they were read");
        }
        if (soonDeleted(topic)) {
            losses.add("the oldest unread record may be deleted in "
                    + DurationFormat.text(topic.headroom().orElseThrow().left()));
        }
        return losses;
    }

    /** Numbers of the partitions of which nothing is known; empty if there are none. */
    private static Optional<String> leaderless(TopicLag topic) {
        return Optional.of(topic.partitions().stream()
                        .filter(partition -> !partition.offsets().known())
                        .map(partition -> String.valueOf(partition.partition()))
                        .collect(Collectors.joining(", ")))
                .filter(numbers -> !numbers.isEmpty());
    }

    /** Who has neither a reader nor a position is told as missing, if at all. */
    private static Optional<String> unknown(GroupLag group, TopicLag topic) {
        List<PartitionLag> without = topic.partitions().stream()
                .filter(partition ->
                        partition.records().isEmpty() && partition.committed().isEmpty())
                .toList();
        boolean reads = topic.partitions().stream()
                .anyMatch(partition -> partition.committed().isPresent());
        if (without.isEmpty()) {
            return Optional.empty();
        }
        if (reads) {
            return Optional.of("no position is known in " + without.size() + " of "
                    + topic.partitions().size() + " partitions");
        }
        return group.members() > 0 && !topic.missing()
                ? Optional.of("a reader is there and has no position yet, so nobody knows what it has to read")
                : Optional.empty();
    }

    private static Optional<String> beyond(TopicLag topic) {
        return topic.partitions().stream()
                .filter(partition -> partition.status() == LagStatus.BEYOND)
                .findFirst()
                .map(partition -> "its position " + partition.committed().orElse(0) + " lies beyond the end "
                        + partition.offsets().end() + " of partition " + partition.partition()
                        + ": the topic was made anew or has lost records; set the position"
                        + " (kafka-consumer-groups --reset-offsets)");
    }

    static boolean soonDeleted(TopicLag topic) {
        return topic.headroom().filter(Headroom::isShort).isPresent();
    }
}
