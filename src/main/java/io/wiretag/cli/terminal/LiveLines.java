package io.wiretag.cli.terminal;

import java.util.List;

/**
 * Lines that are written over and over in one place. Where nobody watches, or the terminal cannot, each set follows the one
 * before.
 *
 * <p>Without flicker: nothing is cleared before it is written anew, and each set is one write.
 */
public final class LiveLines implements AutoCloseable {
    private final Console console;
    private final boolean inPlace;
    private int written;

    public LiveLines(Console console) {
        this.console = console;
        this.inPlace = console.inPlace();
    }

    public void show(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (inPlace) {
            frame.append(
                    written > 0
                            ? TerminalCommand.up(written) + TerminalCommand.LINE_START
                            : TerminalCommand.HIDE_CURSOR);
            List<String> visible = lines.subList(0, Math.min(lines.size(), console.height() - 1));
            visible.forEach(line -> frame.append(line)
                    .append(TerminalCommand.CLEAR_REST_OF_LINE)
                    .append('\n'));
            frame.append(TerminalCommand.CLEAR_BELOW);
            written = visible.size();
        } else {
            lines.forEach(line -> frame.append(line).append('\n'));
            frame.append('\n');
        }
        console.out().print(frame);
        console.out().flush();
    }

    @Override
    public void close() {
        if (inPlace && written > 0) {
            console.out().print(TerminalCommand.SHOW_CURSOR);
            console.out().flush();
        }
    }
}
