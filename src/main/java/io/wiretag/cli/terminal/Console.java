package io.wiretag.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a command talks to. The process has one, tests make their own.
 *
 * @param out results, UTF-8; nothing that is written to it commands a terminal, see {@link HarmlessOutput}
 * @param err everything else, in the same way
 * @param environment environment variables
 * @param colors whether {@code out} shows colours
 * @param width columns of {@code out}
 */
public record Console(
        InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, boolean colors, int width) {

    private static final int DEFAULT_WIDTH = 100;
    private static final int DEFAULT_HEIGHT = 24;

    public Console {
        out = HarmlessOutput.around(out);
        err = HarmlessOutput.around(err);
    }

    /**
     * That of this process. Colours only for a terminal, which the launcher knows and Java does not, and not where NO_COLOR
     * asks for none (no-color.org).
     */
    public static Console ofProcess(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment) {
        boolean terminal = isTerminal(environment) && !"dumb".equals(environment.get("TERM"));
        boolean colors = environment.containsKey("CLICOLOR_FORCE") || terminal && !environment.containsKey("NO_COLOR");
        return new Console(in, out, err, environment, colors, width(environment));
    }

    /** The launcher asks the terminal and passes it on, since Java cannot. */
    private static int width(Map<String, String> environment) {
        try {
            int columns = Integer.parseInt(environment.getOrDefault("COLUMNS", ""));
            return columns >= 40 ? columns : DEFAULT_WIDTH;
        } catch (NumberFormatException e) {
            return DEFAULT_WIDTH;
        }
    }

    private static boolean isTerminal(Map<String, String> environment) {
        return environment.containsKey("WIRETAG_TERMINAL");
    }

    /** Rows of the terminal. */
    public int height() {
        try {
            return Math.max(5, Integer.parseInt(environment.getOrDefault("LINES", "")));
        } catch (NumberFormatException e) {
            return DEFAULT_HEIGHT;
        }
    }

    /** Whether somebody watches. */
    boolean terminal() {
        return isTerminal(environment);
    }

    /** Whether what was written can be written over. */
    public boolean inPlace() {
        return terminal() && !"dumb".equals(environment.get("TERM"));
    }

    /** How the user calls this program: from a checkout it is not {@code wiretag} but {@code ./wiretag}. */
    public String programName() {
        return environment.getOrDefault("WIRETAG_NAME", "wiretag");
    }

    public Style style() {
        return new Style(colors);
    }
}
