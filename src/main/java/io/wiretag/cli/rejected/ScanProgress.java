package io.wiretag.cli.rejected;

import io.wiretag.cli.terminal.Console;
import io.wiretag.cli.terminal.TerminalCommand;

/** Tells how far a scan is, to somebody who watches. */
record ScanProgress(Console console) {
    void tell(long read, long all) {
        if (console.inPlace()) {
            console.err()
                    .print(
                            read < all
                                    ? TerminalCommand.LINE_START + read + " of " + all + " records read ..."
                                    : TerminalCommand.LINE_START + TerminalCommand.CLEAR_REST_OF_LINE);
            console.err().flush();
        }
    }
}
