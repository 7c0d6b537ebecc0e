package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Sparkline;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.PartitionLag;
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
    private static final int SHORTEST_GROUP = 8;
    /** Where lines are written over and over in one place; and lines of the screen that are no rows of the table. */
    private static final int MOST_NOTES = 6;

    private static final int OTHER_LINES = 14;

    private final Style style;
    private final int width;
    private final boolean watching;
    private final boolean partitions;
    private final int rows;
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
        this.rows = watching && console.inPlace() ? Math.max(5, console.height() - OTHER_LINES) : Integer.MAX_VALUE;
        this.column = column;
        this.roles = topics.all().stream().collect(Collectors.toMap(Topic::name, Topic::role));
    }

    public List<String> lines(LagReport report) {
        List<String> lines = new ArrayList<>(heading(report));
        lines.add("");
        List<GroupLag> shown = shown(report);
        if (!shown.isEmpty()) {
            lines.addAll(table(report, shown));
        }
        if (shown.size() < report.groups().size()) {
            lines.add(style.faint(TerminalText.cut(leftOut(report, shown.size()), width)));
        }
        List<LagNotes.Note> notes = new LagNotes(style, roles).of(report);
        if (!notes.isEmpty()) {
            lines.add("");
            notes.stream()
                    .limit(rows == Integer.MAX_VALUE ? rows : MOST_NOTES)
                    .forEach(note -> lines.addAll(lines(note)));
            if (rows != Integer.MAX_VALUE && notes.size() > MOST_NOTES) {
                lines.add(style.warning("and " + (notes.size() - MOST_NOTES) + " more notes: wiretag lag shows all"));
            }
        }
        if (watching) {
            lines.add("");
            lines.add(style.faint(TerminalText.cut(flow(report), width)));
        }
        return lines;
    }

    /** What is written over and over in one place must not be broken by the terminal; what is read by tools not by us. */
    private List<String> lines(LagNotes.Note note) {
        if (!watching) {
            return List.of(note.paint().apply(note.text()));
        }
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : note.text().split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (TerminalText.columns(longer) > width && !line.isBlank()) {
                lines.add(line);
                longer = "  " + word;
            }
            line = longer;
        }
        lines.add(line);
        return lines.stream()
                .map(each -> note.paint().apply(TerminalText.cut(each, width)))
                .toList();
    }

    /** As many as have room where they are written over and over: those that matter come first. */
    private List<GroupLag> shown(LagReport report) {
        List<GroupLag> shown = new ArrayList<>();
        int used = 0;
        for (GroupLag group : report.groups()) {
            used += group.topics().stream()
                    .mapToInt(topic -> 1 + (partitions ? topic.partitions().size() : 0))
                    .sum();
            if (used > rows && !shown.isEmpty()) {
                break;
            }
            shown.add(group);
        }
        return shown;
    }

    private static String leftOut(LagReport report, int shown) {
        List<GroupLag> others = report.groups().subList(shown, report.groups().size());
        long bad = others.stream().filter(GroupLag::isBad).count();
        return "and " + others.size() + " more groups, " + (bad == 0 ? "none" : bad) + " of them bad";
    }

    private List<String> heading(LagReport report) {
        Map<LagStatus, Long> counts = new EnumMap<>(LagStatus.class);
        report.groups().forEach(group -> counts.merge(group.status(), 1L, Long::sum));
        String time = "Lag at " + CLOCK.format(report.at().atZone(ZoneId.systemDefault()));
        if (counts.isEmpty()) {
            return List.of(style.strong(time) + "  " + style.faint("no group reads our topics"));
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(style.strong(time));
        int columns = time.length();
        String before = "  ";
        for (Map.Entry<LagStatus, Long> each : counts.entrySet()) {
            String count = each.getValue() + " " + each.getKey();
            if (columns + before.length() + count.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                columns = 0;
                before = "  ";
            }
            line.append(style.faint(before)).append(paint(each.getKey()).apply(count));
            columns += before.length() + count.length();
            before = " \u00b7 ";
        }
        lines.add(line.toString());
        return lines;
    }

    /** The picture, then the names, give up columns where numbers are longer than usual. */
    private List<String> table(LagReport report, List<GroupLag> shown) {
        int spark = sparkColumns();
        int longest = shown.stream()
                .mapToInt(group -> TerminalText.columns(TerminalText.oneLine(group.id())))
                .max()
                .orElse(0);
        int room = Math.min(Math.min(LONGEST_GROUP, longest), width - roomOfTheRest(spark));
        room = Math.max(SHORTEST_GROUP, room);
        TextTable table = table(report, shown, spark, room);
        int over = table.columns() - width;
        if (over > 0) {
            int fromNames = Math.min(over, room - SHORTEST_GROUP);
            int fromPicture = watching ? Math.min(over - fromNames, spark) : 0;
            table = table(report, shown, spark - fromPicture, room - fromNames);
        }
        return table.lines();
    }

    private TextTable table(LagReport report, List<GroupLag> shown, int spark, int room) {
        List<Object> header = new ArrayList<>(List.of("GROUP", "TOPIC", "STATUS", "RECORDS", "BEHIND"));
        if (watching) {
            header.add("TREND");
            header.add(TerminalText.cut("LAST " + DurationFormat.text(column.multipliedBy(spark)), Math.max(4, spark)));
        }
        if (wide()) {
            header.addAll(List.of("DONE IN", "KEPT FOR"));
        }
        if (wide() || !watching) {
            header.add("READERS");
        }
        TextTable table = new TextTable(header.toArray());
        for (GroupLag group : shown) {
            String name = TerminalText.cut(TerminalText.oneLine(group.id()), room);
            for (TopicLag topic : group.topics()) {
                table.row(row(name, group, topic, report, spark));
                name = "";
                if (partitions) {
                    topic.partitions().forEach(each -> table.row(row(each, header.size())));
                }
            }
        }
        return table;
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
                number(records(topic), unread ? UnaryOperator.identity() : style::faint),
                number(behind(topic), unread ? paint(topic.status()) : style::faint)));
        if (watching) {
            cells.add(trend(topic));
            cells.add(painted(
                    Sparkline.of(topic.history(), report.at(), column, spark), unread ? style::agency : style::faint));
        }
        if (wide()) {
            cells.add(number(topic.catchUp().map(DurationFormat::text).orElse(""), style::good));
            cells.add(number(
                    topic.headroom()
                            .map(left -> DurationFormat.text(left.left()))
                            .orElse(""),
                    LagNotes.soonDeleted(topic) ? style::bad : style::faint));
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

    /** What is known in part is at least so much. */
    private static String records(TopicLag topic) {
        return topic.recordsAtLeast().isPresent()
                ? "\u2265 " + topic.recordsAtLeast().getAsLong()
                : records(topic.records(), topic.exact());
    }

    private static String behind(TopicLag topic) {
        return topic.behind()
                .map(DurationFormat::text)
                .or(() -> topic.behindAtLeast().map(age -> "\u2265 " + DurationFormat.text(age)))
                .orElse("unknown");
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
        if (group.state().equals("unknown")) {
            return painted("unknown", style::warning);
        }
        if (group.members() == 0) {
            return painted(
                    group.state().equals("absent") ? "never seen" : "nobody", unread ? style::bad : style::faint);
        }
        String members = group.members() == 1 ? "1 member" : group.members() + " members";
        return painted(wide() ? members + ", " + group.type().toLowerCase(Locale.ROOT) : members, style::faint);
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
            case IDLE, LEFT -> style::faint;
            case WARN, REWIND, UNKNOWN, HELD -> style::warning;
            case STOP, STALL, WEDGED, BEYOND, LOST -> style::bad;
        };
    }

    private static TextTable.Painted painted(String text, UnaryOperator<String> paint) {
        return new TextTable.Painted(text, false, paint);
    }

    private static TextTable.Painted number(String text, UnaryOperator<String> paint) {
        return new TextTable.Painted(text, true, paint);
    }
}
