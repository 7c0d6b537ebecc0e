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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Kills and who has them, for people: a line for each kill, and under it one for each subscriber.
 *
 * <pre>
 * 2026-08-03 09:12:04  KILL 2  urn:newsml:vns.example:airport-night       1 open
 *   archive    behind   12 to go, 41 s   not acted
 *   front-page passed   by 09:12:06      acted 09:12:31, webhook
 * </pre>
 */
public final class KillPrinter {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    /** An instance that looks says so every ten seconds. */
    private static final Duration STALE = Duration.ofMinutes(1);

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
                : "KILL " + TerminalText.oneLine(kill.id().version());
        String end = open > 0
                ? open + " open"
                : kill.lookedAt().isEmpty()
                        ? "not known: nobody has looked"
                        : receipts.isEmpty()
                                ? "nobody owes anything"
                                : receipts.stream().allMatch(KillPrinter::hasIt) ? "all have it" : "nothing open";
        String begin = DAY.format(kill.at()) + "  ";
        int room = console.width() - begin.length() - TerminalText.columns(what) - 2 - 2 - end.length();
        String uri = TerminalText.cut(TerminalText.oneLine(kill.id().uri()), Math.max(16, room));
        console.out()
                .println(style.faint(begin) + style.bad(what) + "  " + style.strong(uri) + "  "
                        + (known.isOpen(kill) ? style.bad(end) : style.good(end)));
        kill.revivedBy()
                .ifPresent(version -> console.out()
                        .println("  " + style.faint("brought back by version " + TerminalText.oneLine(version))));
        table(receipts);
    }

    private static boolean hasIt(Receipt receipt) {
        return receipt.acted().isPresent()
                || receipt.worst().filter(each -> each.state() == State.PASSED).isPresent();
    }

    private void table(List<Receipt> receipts) {
        if (receipts.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("  SUBSCRIBER", "STATE", "ACTED", "DETAIL");
        receipts.stream()
                .sorted(Comparator.comparing(Receipt::isOpen).reversed().thenComparing(Receipt::subscriber))
                .forEach(each -> table.row(
                        "  " + TerminalText.cut(TerminalText.oneLine(each.subscriber()), console.width() / 3),
                        state(each),
                        acted(each),
                        detail(each)));
        table.print(console.out(), console.width());
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

    private TextTable.Painted acted(Receipt receipt) {
        Optional<Acted> acted = receipt.acted();
        return new TextTable.Painted(
                acted.map(each ->
                                TIME.format(each.at()) + " " + each.by().name().toLowerCase(Locale.ROOT))
                        .orElse("-"),
                false,
                acted.isPresent() ? style::good : style::faint);
    }

    private static String detail(Receipt receipt) {
        Optional<Standing> worst = receipt.worst();
        if (worst.isEmpty()) {
            return "its positions are not in Kafka";
        }
        Standing standing = worst.get();
        String words = standing.state() == State.PASSED
                ? ReceiptsJson.lastPassed(receipt).map(KillPrinter::between).orElse("")
                : open(standing);
        return words
                + standing.why()
                        .map(why -> (words.isEmpty() ? "" : "; ") + ReceiptFile.words(why))
                        .orElse("");
    }

    private static String open(Standing standing) {
        StringBuilder words = new StringBuilder(standing.place().sink() + " "
                + TerminalText.oneLine(standing.place().key()));
        if (standing.place().sink().equals("tagged") || standing.place().sink().equals("current")) {
            words = new StringBuilder(standing.place().sink());
        }
        if (standing.records().isPresent()) {
            words.append(": ").append(standing.records().getAsLong()).append(" to go");
        }
        if (standing.behind().isPresent()) {
            words.append(", ")
                    .append(DurationFormat.text(standing.behind().get()))
                    .append(" behind");
        }
        standing.passed().map(passed -> "; had passed " + between(passed)).ifPresent(words::append);
        standing.forgottenAt()
                .map(gone -> "; Kafka knows no position since " + TIME.format(gone))
                .ifPresent(words::append);
        return words.toString();
    }

    private static String between(Between time) {
        return "between " + TIME.format(time.after()) + " and " + TIME.format(time.by());
    }
}
