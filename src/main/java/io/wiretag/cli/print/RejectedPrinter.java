package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.files.Why;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.ops.rejected.ReplayPlan;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Header;

/** Rejected records for people. Whatever stands in them, it must not command the terminal. */
public final class RejectedPrinter {
    private static final DateTimeFormatter TIME = time("yyyy-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter SHORT_TIME = time("MM-dd HH:mm:ss");
    private static final int HEX_COLUMNS = 16;
    static final int NAME_COLUMNS = 9;
    private static final int WIDE = 120;
    /** Of a key, where there is room for the message too. */
    private static final int KEY_COLUMNS = 40;

    private final Console console;
    private final Style style;

    public RejectedPrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    private static DateTimeFormatter time(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneId.systemDefault());
    }

    public void print(RejectedReader.Listing listing) {
        if (listing.matching() == 0) {
            console.err().println("no rejected record matches");
            return;
        }
        boolean wide = console.width() >= WIDE;
        TextTable table = wide
                ? new TextTable("RECORD", "REJECTED", "REASON", "BYTES", "TRIES", "STATE", "KEY", "MESSAGE")
                : new TextTable("RECORD", "REJECTED", "REASON", "BYTES", "TRIES", "STATE", "KEY");
        for (RejectedRecord each : listing.records()) {
            List<Object> cells = new ArrayList<>(List.of(
                    each.place(),
                    SHORT_TIME.format(each.at()),
                    each.reason(),
                    each.bytes(),
                    each.tries(),
                    each.replayed().isPresent() ? "replayed" : "waiting",
                    wide ? TerminalText.cut(key(each), KEY_COLUMNS) : key(each)));
            if (wide) {
                cells.add(TerminalText.oneLine(each.message()));
            }
            table.row(cells.toArray());
        }
        table.print(console.out(), console.width());
        if (listing.matching() > listing.records().size()) {
            console.err()
                    .println("the newest " + listing.records().size() + " of " + listing.matching()
                            + ": --max N shows more");
        }
    }

    private static String key(RejectedRecord each) {
        return each.key()
                .map(key -> TerminalText.oneLine(new String(key, StandardCharsets.UTF_8)))
                .orElse("(none)");
    }

    public void print(RejectedRecord each, String topic, int most) {
        console.out().println(style.strong(each.place() + " of " + topic));
        field("reason", style.bad(each.reason()));
        field("message", TerminalText.oneLine(each.message()));
        field("rejected", at(each.at()));
        each.origin()
                .ifPresent(origin ->
                        field("published", at(origin.published()) + " as " + origin.place() + " of " + origin.topic()));
        each.source().ifPresent(source -> field("source", TerminalText.oneLine(source)));
        field("key", key(each));
        field("value", size(each));
        if (each.tries() > 0) {
            field(
                    "tries",
                    "replayed " + each.tries() + (each.tries() == 1 ? " time" : " times") + " before"
                            + each.replayOf().map(of -> ", last of " + of).orElse(""));
        }
        field(
                "state",
                each.replayed()
                        .map(replayed -> style.good("replayed ") + at(replayed.at()) + " as " + replayed.as())
                        .orElse(style.warning("waiting")));
        printHeaders(each);
        each.value().ifPresent(value -> print(value, most));
    }

    /** Those of the rejection stand above, in words. */
    private void printHeaders(RejectedRecord each) {
        List<Header> headers = each.headers().stream()
                .filter(header -> !WiretagHeader.isOfRejection(header))
                .toList();
        if (headers.isEmpty()) {
            return;
        }
        console.out().println();
        console.out().println(style.strong("headers"));
        int widest = headers.stream()
                .mapToInt(header -> TerminalText.columns(TerminalText.oneLine(header.key())))
                .max()
                .orElse(0);
        for (Header header : headers) {
            field(TerminalText.oneLine(header.key()), Math.min(widest, 30), value(header) + doubt(each, header));
        }
    }

    /** Ours that whoever may publish may write, and that nothing bears out. */
    private static String doubt(RejectedRecord each, Header header) {
        if (WiretagHeader.MOVED.is(header)) {
            return "  (not compared here with what lies there; 'wiretag history' does)";
        }
        boolean proven = !WiretagHeader.isOfReplay(header) || each.replayOf().isPresent();
        return proven ? "" : "  (unproven: its publisher may have written it)";
    }

    private void field(String name, String text) {
        field(name, NAME_COLUMNS, text);
    }

    /** Text that is too long for its line goes on below itself. */
    void field(String name, int nameColumns, String text) {
        String padded = name + " ".repeat(Math.max(0, nameColumns - TerminalText.columns(name)));
        int indent = 2 + TerminalText.columns(padded) + 2;
        StringBuilder line = new StringBuilder();
        List<String> lines = new ArrayList<>();
        for (String word : text.split(" ")) {
            boolean full = TerminalText.columns(line + " " + word) > Math.max(20, console.width() - indent);
            if (full && line.length() > 0) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        console.out().println("  " + style.faint(padded) + "  " + lines.get(0));
        lines.stream().skip(1).forEach(next -> console.out().println(" ".repeat(indent) + next));
    }

    private static String at(Instant instant) {
        return TIME.format(instant);
    }

    private static String size(RejectedRecord each) {
        String bytes = each.bytes() + " bytes";
        if (each.omitted()) {
            return bytes + ", too large for this topic, and no longer where they were published";
        }
        return each.value().isEmpty() ? "none" : bytes;
    }

    private static String value(Header header) {
        return header.value() == null
                ? "(none)"
                : TerminalText.oneLine(new String(header.value(), StandardCharsets.UTF_8));
    }

    private void print(byte[] value, int most) {
        byte[] shown = Arrays.copyOf(value, Math.min(most, value.length));
        console.out().println();
        console.out().println(style.strong("text"));
        int columns = console.width() - 2;
        new String(shown, StandardCharsets.UTF_8).lines().forEach(line -> {
            // in pieces, since one line of a terminal text is cut
            String rest = line;
            while (!rest.isEmpty()) {
                int end = rest.offsetByCodePoints(0, Math.min(columns, rest.codePointCount(0, rest.length())));
                String piece = TerminalText.oneLine(rest.substring(0, end).replaceAll("\\p{Cntrl}|\uFFFD", "."));
                if (!piece.isEmpty()) {
                    console.out().println("  " + piece);
                }
                rest = rest.substring(end);
            }
        });
        console.out().println();
        console.out().println(style.strong("bytes"));
        for (int start = 0; start < shown.length; start += HEX_COLUMNS) {
            console.out().println("  " + hexLine(shown, start));
        }
        if (shown.length < value.length) {
            console.out().println("  " + style.faint((value.length - shown.length) + " more: --bytes " + value.length));
        }
    }

    private static String hexLine(byte[] bytes, int start) {
        StringBuilder hex = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = start; i < start + HEX_COLUMNS; i++) {
            hex.append(i % 8 == 0 && i > start ? " " : "");
            hex.append(i < bytes.length ? String.format(Locale.ROOT, "%02x ", bytes[i]) : "   ");
            if (i < bytes.length) {
                text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
            }
        }
        return String.format(Locale.ROOT, "%08x  %s %s", start, hex, text).stripTrailing();
    }

    public void print(ReplayPlan.Step step, boolean applied) {
        boolean replay = step.verdict() == ReplayPlan.Verdict.REPLAY;
        String lead = replay
                ? applied ? style.good("replayed     ") : style.good("would replay ")
                : style.warning("held back    ");
        String record = String.format(
                Locale.ROOT, "%-8s %-17s ", step.record().place(), step.record().reason());
        int left = Math.max(16, console.width() - 13 - TerminalText.columns(record));
        console.out().println(lead + record + TerminalText.cut(key(step.record()), left));
        step.newKey()
                .ifPresent(key -> console.out().println(" ".repeat(13) + "with the key " + TerminalText.oneLine(key)));
        step.as().ifPresent(as -> console.out().println(" ".repeat(13) + "as " + as));
        if (!replay) {
            field("", NAME_COLUMNS, why(step) + remedy(step.verdict()));
        }
    }

    static String why(ReplayPlan.Step step) {
        return TerminalText.oneLine(Why.words(step.why()).orElse(""));
    }

    static String remedy(ReplayPlan.Verdict verdict) {
        return verdict == ReplayPlan.Verdict.KEY_MISMATCH ? ": --key-from-uri gives it that" : "";
    }

    /** Of one that was ended before it had come to all. */
    public void printStopped(ReplayPlan plan) {
        console.err()
                .println("stopped: " + plan.replays().size() + " replayed"
                        + (plan.left() > 0 ? ", " + plan.left() + " not reached" : "")
                        + "; run it again for the rest, what was replayed is left out");
    }

    public void printSum(ReplayPlan plan, boolean applied) {
        int replays = plan.replays().size();
        long forceable = plan.heldBack().stream()
                .filter(step -> step.verdict().forceable())
                .count();
        console.err()
                .println((applied ? replays + " replayed" : replays + " would be replayed")
                        + ", " + plan.heldBack().size() + " held back"
                        + (forceable > 0 ? " (--force replays " + forceable + " of them all the same)" : "")
                        + (plan.left() > 0 ? ", " + plan.left() + " left for the next time (--max)" : "")
                        + (applied ? "" : ". Nothing was written: --apply does it"));
    }
}
