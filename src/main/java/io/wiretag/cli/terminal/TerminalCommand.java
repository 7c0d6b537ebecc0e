package io.wiretag.cli.terminal;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * What commands the terminal: colours, the cursor. It is written with {@link #BEGIN} in place of an escape character, which
 * {@link HarmlessOutput} alone turns into one. Nobody outside this process can write that, so that every escape character in
 * what came from outside stays a character, however much its sequence looks like one of ours.
 */
public final class TerminalCommand {
    /** Stands for the escape character of our own sequences; another in each process. */
    static final String BEGIN = "\u001b" + new BigInteger(96, new SecureRandom()).toString(Character.MAX_RADIX) + ":";

    /** The cursor to where its line begins: a carriage return passes nowhere, for it could hide what stands before it. */
    public static final String LINE_START = BEGIN + "[G";

    public static final String CLEAR_REST_OF_LINE = BEGIN + "[K";
    static final String CLEAR_BELOW = BEGIN + "[J";
    static final String HIDE_CURSOR = BEGIN + "[?25l";
    static final String SHOW_CURSOR = BEGIN + "[?25h";

    private TerminalCommand() {}

    static String up(int lines) {
        return BEGIN + "[" + lines + "A";
    }

    /** @param codes of SGR, separated by semicolons */
    static String colored(String codes, String text) {
        return BEGIN + "[" + codes + "m" + text + BEGIN + "[0m";
    }

    /** For a library that writes sequences, and nothing that came from outside: all of them are taken for ours. */
    public static PrintWriter trusting(PrintStream out) {
        return new PrintWriter(out, true) {
            @Override
            public void write(String text, int offset, int length) {
                String ours = text.substring(offset, offset + length).replace("\u001b", BEGIN);
                super.write(ours, 0, ours.length());
            }
        };
    }
}
