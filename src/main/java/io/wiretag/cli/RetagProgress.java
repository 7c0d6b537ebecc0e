package io.wiretag.cli;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.TerminalCommand;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells how far the asking for other tags is, to somebody who watches. */
final class RetagProgress {
    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);

    private final Console console;
    private long toldAt = System.nanoTime();

    RetagProgress(Console console) {
        this.console = console;
    }

    /** So many are asked for, and so many of these answered, of so many; told a few times in a second. */
    void tell(long asked, long answered, long of) {
        long now = System.nanoTime();
        if (console.inPlace() && now - toldAt > EVERY) {
            toldAt = now;
            console.err()
                    .print(TerminalCommand.LINE_START
                            + String.format(
                                    Locale.ROOT,
                                    "%,d of %,d stories asked for, %,d answered; Ctrl-C ends it ...",
                                    asked,
                                    of,
                                    answered)
                            + TerminalCommand.CLEAR_REST_OF_LINE);
            console.err().flush();
        }
    }

    /** Makes room for what is said next. */
    void clear() {
        if (console.inPlace()) {
            console.err().print(TerminalCommand.LINE_START + TerminalCommand.CLEAR_REST_OF_LINE);
            console.err().flush();
        }
    }
}
