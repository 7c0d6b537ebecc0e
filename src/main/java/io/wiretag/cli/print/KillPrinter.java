package io.wiretag.cli.print;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.Style;
import io.wiretag.cli.terminal.TerminalText;
import io.wiretag.cli.terminal.TextTable;
import io.wiretag.ops.receipts.Between;
import io.wiretag.ops.receipts.Evidence.Acted;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.ops.receipts.Evidence.Receipt;
import io.wiretag.ops.receipts.Known;
import io.wiretag.ops.receipts.ReceiptFile;
import io.wiretag.ops.receipts.ReceiptsJson;
import io.wiretag.ops.receipts.Standing;
import io.wiretag.ops.receipts.Standing.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Kills and who has them, for people: a line for each kill, and under it one for each subscriber. What does not fit into one line goes on in
 * the next: a uri is never cut, for it is what other commands are asked with.
 *
 * <pre>
 * 2026-08-03 09:12:04  KILL 2  urn:newsml:vns.example:airport-night       1 open
 *   SUBSCRIBER  STATE   ACTED         DETAIL
 *   archive     behind  -             by-province VN-32: 12 to go, 41 s behind
 *   front-page  passed  09:12:31 api  between 09:12:04 and 09:12:06; said so: night
 * </pre>
 */
public final class KillPrinter {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    /** An instance that looks says so every ten seconds. */
    private static final Duration STALE = Duration.ofMinutes(1);

    private static final int DATE = "yyyy-MM-dd".length();

    private static final String INDENT = "      ";

    private final Console console;
    private final Style style;

    public KillPrinter(Console console) {
        this.console = console;
        this.style = console.style();
    }

    public void print(Known known, List<Kill> kills, Instant now) {
        if (kills.isEmpty()) {
            console.out().println("no kills");
        }
        for (Kill kill : kills) {
            print(known, kill);
        }
        tellSight(known, now);
    }

    private void tellSight(Known known, Instant now) {
        Optional<Instant> at = known.look().map(look -> look.at());
        if (at.isEmpty()) {
            console.err().println(style.warning("nobody has looked for kills yet: 'wiretag serve' does"));
        } else if (at.get().isBefore(now.minus(STALE))) {
            console.err()
                    .println(style.warning(
                            "as of " + DAY.format(at.get()) + ": nobody has looked since; 'wiretag serve' does"));
        }
    }

    /** One of them. */
    public void print(Known known, Kill kill) {
        List<Receipt> receipts = known.receipts(kill.id());
        long open = receipts.stream().filter(Receipt::isOpen).count();
        String what = kill.id().version().isEmpty()
                ? "KILL"
                : "KILL " + TerminalText.cut(TerminalText.oneLine(kill.id().version()), console.width() / 3);
        String end = open > 0
                ? open + " open"
                : kill.lookedAt().isEmpty()
                        ? "not known: nobody has looked"
                        : receipts.isEmpty()
                                ? "nobody owes anything"
                                : receipts.stream().allMatch(KillPrinter::hasIt) ? "all have it" : "nothing open";
        String begin = DAY.format(kill.at()) + "  ";
        String uri = TerminalText.oneLine(kill.id().uri());
        boolean fits = begin.length() + TerminalText.columns(what) + 2 + TerminalText.columns(uri) + 2 + end.length()
                <= console.width();
        console.out()
                .println(style.faint(begin) + style.bad(what) + "  " + (fits ? style.strong(uri) + "  " : "")
                        + (known.isOpen(kill) ? style.bad(end) : style.good(end)));
        if (!fits) {
            console.out().println("  " + style.strong(uri));
        }
        kill.revivedBy()
                .ifPresent(version -> console.out()
                        .println("  " + style.faint("brought back by version " + TerminalText.oneLine(version))));
        table(kill, receipts);
    }

    private static boolean hasIt(Receipt receipt) {
        return receipt.acted().isPresent()
                || receipt.worst().filter(each -> each.state() == State.PASSED).isPresent();
    }

    private void table(Kill kill, List<Receipt> receipts) {
        if (receipts.isEmpty()) {
            return;
        }
        List<Receipt> inOrder = receipts.stream()
                .sorted(Comparator.comparing(Receipt::isOpen).reversed().thenComparing(Receipt::subscriber))
                .toList();
        TextTable wide = new TextTable("  SUBSCRIBER", "STATE", "ACTED", "DETAIL");
        TextTable narrow = new TextTable("  SUBSCRIBER", "STATE", "ACTED");
        for (Receipt each : inOrder) {
            String name = "  " + TerminalText.cut(TerminalText.oneLine(each.subscriber()), console.width() / 3);
            wide.row(name, state(each), acted(kill, each), detail(kill, each));
            narrow.row(name, state(each), acted(kill, each));
        }
        if (wide.columns() <= console.width()) {
            wide.print(console.out());
            return;
        }
        List<String> lines = narrow.lines(console.width());
        console.out().println(lines.get(0));
        for (int i = 0; i < inOrder.size(); i++) {
            console.out().println(lines.get(i + 1));
            wrapped(detail(kill, inOrder.get(i)), console.width() - INDENT.length())
                    .forEach(line -> console.out().println(INDENT + line));
        }
    }

    private static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && TerminalText.columns(line) + 1 + TerminalText.columns(word) > columns) {
                lines.add(line);
                line = "";
            }
            line = line.isEmpty() ? word : line + " " + word;
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    private TextTable.Painted state(Receipt receipt) {
        State state = receipt.worst().map(Standing::state).orElse(null);
        String text = state == null ? "-" : state.written();
        return new TextTable.Painted(
                text,
                false,
                state == null
                        ? style::faint
                        : state == State.PASSED ? style::good : receipt.isOpen() ? style::bad : style::faint);
    }

    private TextTable.Painted acted(Kill kill, Receipt receipt) {
        Optional<Acted> acted = receipt.acted();
        return new TextTable.Painted(
                acted.map(each -> time(kill, each.at()) + " " + each.by().name().toLowerCase(Locale.ROOT))
                        .orElse("-"),
                false,
                acted.isPresent() ? style::good : style::faint);
    }

    private static String detail(Kill kill, Receipt receipt) {
        return standing(kill, receipt)
                + receipt.acted()
                        .flatMap(Acted::who)
                        .map(who -> "; said so: " + TerminalText.oneLine(who))
                        .orElse("");
    }

    private static String standing(Kill kill, Receipt receipt) {
        Optional<Standing> worst = receipt.worst();
        if (worst.isEmpty()) {
            return "its positions are not in Kafka";
        }
        Standing standing = worst.get();
        String words = standing.state() == State.PASSED
                ? ReceiptsJson.lastPassed(receipt)
                        .map(time -> between(kill, time))
                        .orElse("")
                : open(kill, standing);
        return words
                + standing.why()
                        .map(why -> (words.isEmpty() ? "" : "; ") + ReceiptFile.words(why))
                        .orElse("");
    }

    private static String open(Kill kill, Standing standing) {
        boolean isByUri = standing.place().key().equals(kill.id().uri());
        StringBuilder words = new StringBuilder(standing.place().sink()
                + (isByUri ? "" : " " + TerminalText.oneLine(standing.place().key())));
        if (standing.records().isPresent()) {
            words.append(": ").append(standing.records().getAsLong()).append(" to go");
        }
        if (standing.behind().isPresent()) {
            words.append(", ")
                    .append(DurationFormat.text(standing.behind().get()))
                    .append(" behind");
        }
        standing.passed().map(passed -> "; had passed " + between(kill, passed)).ifPresent(words::append);
        standing.forgottenAt()
                .map(gone -> "; Kafka knows no position since " + time(kill, gone))
                .ifPresent(words::append);
        return words.toString();
    }

    private static String between(Kill kill, Between time) {
        return "between " + time(kill, time.after()) + " and " + time(kill, time.by());
    }

    /** Without the day, if it is that of the kill. */
    private static String time(Kill kill, Instant time) {
        String day = DAY.format(time);
        return day.substring(0, DATE).equals(DAY.format(kill.at()).substring(0, DATE)) ? TIME.format(time) : day;
    }
}
