package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Sparkline;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How far groups are behind, as lines for people: a row for each topic of a group, and notes on what needs words. */
public final class LagPrinter {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    /** From here on there is room for all that is known. */
    private static final int WIDE = 110;

    private static final int LONGEST_GROUP = 40;
    private static final Duration SOON_DELETED = Duration.ofHours(24);
    private static final Duration LONG_OPEN = Duration.ofSeconds(5);

    private final Style style;
    private final int width;
    private final boolean watching;
    private final boolean partitions;
    private final Duration column;
    private final Map<String, String> roles;

    /**
     * @param watching whether there is a past, and so a trend
     * @param partitions whether each partition gets a row
     * @param column the time that one column of a sparkline stands for
     */
    public LagPrinter(Console console, Topics topics, boolean watching, boolean partitions, Duration column) {
        this.style = console.style();
        this.width = console.width();
        this.watching = watching;
        this.partitions = partitions;
        this.column = column;
        this.roles = topics.all().stream().collect(Collectors.toMap(Topic::name, Topic::role));
    }

    public List<String> lines(LagReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(report));
        lines.add("");
        if (!report.groups().isEmpty()) {
            lines.addAll(table(report));
        }
        List<String> notes = notes(report);
        if (!notes.isEmpty()) {
            lines.add("");
            lines.addAll(notes);
        }
        if (watching) {
            lines.add("");
            lines.add(style.faint(TerminalText.cut(flow(report), width)));
        }
        return lines;
    }

    private String heading(LagReport report) {
        Map<LagStatus, Long> counts = new EnumMap<>(LagStatus.class);
        report.groups().forEach(group -> counts.merge(group.status(), 1L, Long::sum));
        String summary = counts.entrySet().stream()
                .map(each -> paint(each.getKey()).apply(each.getValue() + " " + each.getKey()))
                .collect(Collectors.joining(style.faint(" · ")));
        return style.strong("Lag at " + CLOCK.format(report.at().atZone(ZoneId.systemDefault()))) + "  "
                + (summary.isEmpty() ? style.faint("no group reads our topics") : summary);
    }

    private List<String> table(LagReport report) {
        List<Object> header = new ArrayList<>(List.of("GROUP", "TOPIC", "STATUS", "RECORDS", "BEHIND"));
        int spark = sparkColumns();
        if (watching) {
            header.add("TREND");
            header.add("LAST " + DurationFormat.text(column.multipliedBy(spark)));
        }
        if (wide()) {
            header.addAll(List.of("DONE IN", "KEPT FOR"));
        }
        if (wide() || !watching) {
            header.add("READERS");
        }
        TextTable table = new TextTable(header.toArray());
        int room = Math.min(LONGEST_GROUP, width - roomOfTheRest(spark));
        for (GroupLag group : report.groups()) {
            String name = TerminalText.cut(TerminalText.oneLine(group.id()), Math.max(8, room));
            for (TopicLag topic : group.topics()) {
                table.row(row(name, group, topic, report, spark));
                name = "";
                if (partitions) {
                    topic.partitions().forEach(each -> table.row(row(each, header.size())));
                }
            }
        }
        return table.lines();
    }

    private int roomOfTheRest(int spark) {
        int fixed = 2 + 11 + 2 + 7 + 2 + 7 + 2 + 7;
        int trend = watching ? 2 + 9 + 2 + Math.max(spark, 10) : 2 + 10;
        return fixed + trend + (wide() ? 2 + 7 + 2 + 8 + (watching ? 2 + 22 : 12) : 0);
    }

    private Object[] row(String name, GroupLag group, TopicLag topic, LagReport report, int spark) {
        boolean unread = topic.records().orElse(1) > 0;
        List<Object> cells = new ArrayList<>(List.of(
                painted(name, style::strong),
                roles.getOrDefault(topic.topic(), topic.topic()),
                status(topic.status(), unread),
                number(records(topic.records(), topic.exact()), unread ? UnaryOperator.identity() : style::faint),
                number(behind(topic.behind()), unread ? paint(topic.status()) : style::faint)));
        if (watching) {
            cells.add(trend(topic));
            cells.add(painted(
                    Sparkline.of(topic.history(), report.at(), column, spark), unread ? style::agency : style::faint));
        }
        if (wide()) {
            cells.add(number(topic.catchUp().map(DurationFormat::text).orElse(""), style::good));
            cells.add(number(
                    topic.retentionHeadroom().map(DurationFormat::text).orElse(""),
                    soonDeleted(topic) ? style::bad : style::faint));
        }
        if (wide() || !watching) {
            cells.add(readers(group, unread));
        }
        return cells.toArray();
    }

    private Object[] row(PartitionLag partition, int columns) {
        List<Object> cells = new ArrayList<>(List.of(
                "",
                painted("  " + partition.partition(), style::faint),
                status(partition.status(), partition.records().orElse(1) > 0),
                number(records(partition.records(), partition.exact()), style::faint),
                number(behind(partition.behind()), style::faint)));
        while (cells.size() < columns) {
            cells.add("");
        }
        return cells.toArray();
    }

    /** One look cannot tell whether somebody who is behind gets on, so it does not say that all is well. */
    private TextTable.Painted status(LagStatus status, boolean unread) {
        boolean undecided = !watching && status == LagStatus.OK && unread;
        return undecided ? painted("behind", style::warning) : painted(status.name(), paint(status));
    }

    private static String records(OptionalLong records, boolean exact) {
        if (records.isEmpty()) {
            return "unknown";
        }
        return (exact ? "" : "\u2264 ") + records.getAsLong();
    }

    private static String behind(Optional<Duration> behind) {
        return behind.map(DurationFormat::text).orElse("unknown");
    }

    private TextTable.Painted trend(TopicLag topic) {
        if (topic.velocity().isEmpty()) {
            return painted("", UnaryOperator.identity());
        }
        double velocity = topic.velocity().getAsDouble();
        if (velocity == 0) {
            return painted("\u2013", style::faint);
        }
        if (velocity > 0) {
            return painted("\u25b2 " + rate(velocity), style::warning);
        }
        boolean timeHere = !wide() && topic.catchUp().isPresent();
        return painted(
                "\u25bc " + (timeHere ? DurationFormat.text(topic.catchUp().orElseThrow()) : rate(-velocity)),
                style::good);
    }

    private static String rate(double perSecond) {
        return number(perSecond) + "/s";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
    }

    private TextTable.Painted readers(GroupLag group, boolean unread) {
        if (group.members() == 0) {
            return painted(
                    group.state().equals("absent") ? "never seen" : "nobody", unread ? style::bad : style::faint);
        }
        String members = group.members() == 1 ? "1 member" : group.members() + " members";
        return painted(wide() ? members + ", " + group.type().toLowerCase(Locale.ROOT) : members, style::faint);
    }

    private List<String> notes(LagReport report) {
        List<String> notes = new ArrayList<>();
        for (BlindSpot spot : report.unseen()) {
            notes.add(style.bad("not seen: " + TerminalText.oneLine(spot.what() + ": " + spot.why())));
        }
        for (GroupLag group : report.groups()) {
            for (TopicLag topic : group.topics()) {
                String where = TerminalText.oneLine(group.id()) + ", "
                        + roles.getOrDefault(topic.topic(), topic.topic()) + ": ";
                losses(topic).forEach(loss -> notes.add(style.bad(where + loss)));
                leaderless(topic)
                        .map(partitions -> style.bad(where + "nobody answers for partition " + partitions
                                + ": see whether it has a leader; nothing is known of it"))
                        .or(() -> unknown(topic).map(many -> style.warning(where + many)))
                        .ifPresent(notes::add);
            }
        }
        for (TopicFlow flow : report.topics()) {
            flow.oldestOpenTransaction()
                    .filter(age -> age.compareTo(LONG_OPEN) >= 0)
                    .ifPresent(age -> notes.add(style.bad(roles.getOrDefault(flow.topic(), flow.topic())
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
                    + DurationFormat.text(topic.retentionHeadroom().orElseThrow()));
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

    /** Worth a note where the group has a position in other partitions. */
    private static Optional<String> unknown(TopicLag topic) {
        long unknown = topic.partitions().stream()
                .filter(partition -> partition.records().isEmpty())
                .count();
        boolean reads = topic.partitions().stream()
                .anyMatch(partition -> partition.committed().isPresent());
        return unknown > 0 && reads
                ? Optional.of("no position is known in " + unknown + " of "
                        + topic.partitions().size() + " partitions")
                : Optional.empty();
    }

    private static boolean soonDeleted(TopicLag topic) {
        return topic.retentionHeadroom()
                .filter(left -> left.compareTo(SOON_DELETED) < 0)
                .isPresent();
    }

    private String flow(LagReport report) {
        return "offsets/s  "
                + report.topics().stream()
                        .map(flow -> roles.getOrDefault(flow.topic(), flow.topic()) + " "
                                + (Double.isNaN(flow.recordsPerSecond()) ? "?" : number(flow.recordsPerSecond())))
                        .collect(Collectors.joining("  "));
    }

    private boolean wide() {
        return width >= WIDE;
    }

    private int sparkColumns() {
        return wide() ? 30 : 12;
    }

    private UnaryOperator<String> paint(LagStatus status) {
        return switch (status) {
            case OK -> style::good;
            case IDLE -> style::faint;
            case WARN, REWIND, UNKNOWN -> style::warning;
            case STOP, STALL, WEDGED -> style::bad;
        };
    }

    private static TextTable.Painted painted(String text, UnaryOperator<String> paint) {
        return new TextTable.Painted(text, false, paint);
    }

    private static TextTable.Painted number(String text, UnaryOperator<String> paint) {
        return new TextTable.Painted(text, true, paint);
    }
}
