package io.wiretag.cli.rejected;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.TerminalCommand;
import java.util.concurrent.TimeUnit;

/** Tells how far a replay is, to somebody who watches: thousands take minutes. */
final class ReplayProgress {
    private final Console console;
    private int planned;
    private int replayed;
    private long toldAt = System.nanoTime();

    ReplayProgress(Console console) {
        this.console = console;
    }

    void planned(int replays) {
        planned = replays;
    }

    /** One more; once a second it is told. */
    void replayed() {
        replayed++;
        long now = System.nanoTime();
        if (console.inPlace() && now - toldAt > TimeUnit.SECONDS.toNanos(1)) {
            toldAt = now;
            console.err().print(TerminalCommand.LINE_START + replayed + " of " + planned + " replayed ...");
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
