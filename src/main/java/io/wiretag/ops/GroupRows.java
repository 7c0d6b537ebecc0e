package io.wiretag.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.ops.json.LagJson;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.TopicLag;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How groups do, a row for each topic that one reads: all of them in numbers, and as many in full as a page has room for, the
 * worst first, so that what is left out is never worse than what is shown. Immutable.
 */
final class GroupRows {
    /** In one place of the page; more than that nobody takes in at a glance. */
    static final int MOST_SHOWN = 12;

    private final List<Row> rows;

    /** A group, and how it does on that topic. */
    record Row(GroupLag group, TopicLag topic) {
        /** 0: bad; 1: should not be so, or was declared and never came; 2: nobody knows; 3: well. */
        private int rank() {
            boolean neverCame = topic.missing() || group.state().equals("absent");
            return switch (topic.status()) {
                case STOP, STALL, WEDGED, BEYOND, LOST -> 0;
                case WARN, REWIND, HELD -> 1;
                case UNKNOWN -> neverCame ? 1 : 2;
                case OK, IDLE, LEFT -> neverCame ? 1 : 3;
            };
        }

        /** As it stands in every answer. */
        ObjectNode json() {
            return LagJson.of(group).setAll(LagJson.of(topic));
        }

        private boolean names(String text) {
            return lower(group.id()).contains(text) || lower(topic.topic()).contains(text);
        }

        private static String lower(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    private GroupRows(List<Row> rows) {
        this.rows = rows;
    }

    /** Among rows that are as bad as each other the order is that of the report. */
    static GroupRows of(LagReport report, Predicate<Row> wanted) {
        return new GroupRows(report.groups().stream()
                .flatMap(group -> group.topics().stream().map(topic -> new Row(group, topic)))
                .filter(wanted)
                .sorted(Comparator.comparingInt(Row::rank))
                .toList());
    }

    static GroupRows ofTopic(LagReport report, String topic) {
        return of(report, row -> row.topic().topic().equals(topic));
    }

    /** Those whose group or topic has these words in its name. */
    GroupRows named(String words) {
        String text = Row.lower(words.strip());
        return new GroupRows(rows.stream().filter(row -> row.names(text)).toList());
    }

    int size() {
        return rows.size();
    }

    /** The worst of them. */
    List<Row> worst(int most) {
        return rows.subList(0, Math.min(most, rows.size()));
    }

    /** How many there are of each status: what is left out is among them. */
    void count(ObjectNode counts) {
        Map<LagStatus, Integer> each = new EnumMap<>(LagStatus.class);
        rows.forEach(row -> each.merge(row.topic().status(), 1, Integer::sum));
        each.forEach((status, number) -> counts.put(status.name(), number));
    }

    /** The worst, as many as are shown, into that array. */
    void show(ArrayNode shown) {
        worst(MOST_SHOWN).forEach(row -> shown.add(row.json()));
    }
}
