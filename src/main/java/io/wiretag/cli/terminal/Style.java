package io.wiretag.cli.terminal;

/**
 * Colours for a terminal, by role; nothing where there are none. The sixteen basic colours only: every terminal, light or
 * dark, has a readable set of them.
 */
public record Style(boolean colors) {
    public String strong(String text) {
        return wrap("1", text);
    }

    public String faint(String text) {
        return wrap("2", text);
    }

    public String province(String text) {
        return wrap("1;32", text);
    }

    public String mentioned(String text) {
        return wrap("32", text);
    }

    public String agency(String text) {
        return wrap("1;36", text);
    }

    public String credited(String text) {
        return wrap("36", text);
    }

    /** Dim, struck through and red: seen, and not taken, or taken back. */
    public String rejected(String text) {
        return wrap("2;9;31", text);
    }

    public String good(String text) {
        return wrap("32", text);
    }

    public String warning(String text) {
        return wrap("33", text);
    }

    public String bad(String text) {
        return wrap("1;31", text);
    }

    private String wrap(String codes, String text) {
        return colors ? TerminalCommand.colored(codes, text) : text;
    }
}
