package io.wiretag.cli.terminal;

/** Tells how far a scan is, to somebody who watches. */
public record ScanProgress(Console console) {
    /** So many are read of so many; the last time, all. */
    public void tell(long read, long all) {
        if (console.inPlace()) {
            console.err()
                    .print(
                            read < all
                                    ? TerminalCommand.LINE_START + read + " of " + all + " records read ..."
                                            + TerminalCommand.CLEAR_REST_OF_LINE
                                    : TerminalCommand.LINE_START + TerminalCommand.CLEAR_REST_OF_LINE);
            console.err().flush();
        }
    }
}
