package io.wiretag.cli;

/**
 * Colours for a terminal, by role; nothing where there are none. The sixteen basic colours only: every terminal, light or
 * dark, has a readable set of them.
 */
record Style(boolean colors) {
    String strong(String text) {
        return wrap("1", text);
    }

    String faint(String text) {
        return wrap("2", text);
    }

    String province(String text) {
        return wrap("1;32", text);
    }

    String mentioned(String text) {
        return wrap("32", text);
    }

    String agency(String text) {
        return wrap("1;36", text);
    }

    String credited(String text) {
        return wrap("36", text);
    }

    /** Dim, struck through and red: seen, and not taken, or taken back. */
    String rejected(String text) {
        return wrap("2;9;31", text);
    }

    String good(String text) {
        return wrap("32", text);
    }

    String warning(String text) {
        return wrap("33", text);
    }

    String bad(String text) {
        return wrap("1;31", text);
    }

    private String wrap(String codes, String text) {
        return colors ? TerminalCommand.colored(codes, text) : text;
    }
}
