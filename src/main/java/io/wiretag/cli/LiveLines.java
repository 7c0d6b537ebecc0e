package io.wiretag.cli;

import java.util.List;

/**
 * Lines that are written over and over in one place. Where nobody watches, or the terminal cannot, each set follows the one
 * before.
 *
 * <p>Without flicker: nothing is cleared before it is written anew, and each set is one write.
 */
final class LiveLines implements AutoCloseable {
    /** The cursor to where its line begins: a carriage return passes nowhere, for it could hide what stands before it. */
    static final String LINE_START = "\u001b[G";

    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";

    private final Console console;
    private final boolean inPlace;
    private int written;

    LiveLines(Console console) {
        this.console = console;
        this.inPlace =
                console.terminal() && !"dumb".equals(console.environment().get("TERM"));
    }

    void show(List<String> lines) {
        StringBuilder frame = new StringBuilder();
        if (inPlace) {
            frame.append(written > 0 ? UP.formatted(written) + LINE_START : HIDE_CURSOR);
            List<String> visible = lines.subList(0, Math.min(lines.size(), console.height() - 1));
            visible.forEach(
                    line -> frame.append(line).append(CLEAR_REST_OF_LINE).append('\n'));
            frame.append(CLEAR_BELOW);
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
            console.out().print(SHOW_CURSOR);
            console.out().flush();
        }
    }
}
