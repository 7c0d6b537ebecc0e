package io.wiretag.cli.terminal;

import io.wiretag.files.OneLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The last door before a terminal or a pipe: what {@link OneLine} says may not be said is written as {@code \}{@code u202e} and
 * the like, so that no command has to remember. Within a string of JSON, the only place of JSON where it can stand, that
 * is the same string.
 *
 * <p>Line ends and tabs pass, though those within the one line of a {@code println} do not. So do our own sequences, see
 * {@link TerminalCommand}. It takes whole characters of UTF-8 at a time, as a {@link PrintStream} hands them over.
 */
final class HarmlessOutput extends OutputStream {
    private final PrintStream out;

    /** The beginning of a {@link TerminalCommand#BEGIN} of which the rest is to come. */
    private String begun = "";

    private HarmlessOutput(PrintStream out) {
        this.out = out;
    }

    static PrintStream around(PrintStream out) {
        return new Lines(new HarmlessOutput(out));
    }

    /** A stream whose {@code println} writes one line, whatever is in it: a name of a file cannot begin another. */
    private static final class Lines extends PrintStream {
        Lines(HarmlessOutput out) {
            super(out, false, StandardCharsets.UTF_8);
        }

        @Override
        public void println(String line) {
            super.println(
                    String.valueOf(line).replace("\r", OneLine.escape('\r')).replace("\n", OneLine.escape('\n')));
        }

        @Override
        public void println(Object line) {
            println(String.valueOf(line));
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        String text = begun + new String(bytes, offset, length, StandardCharsets.UTF_8);
        int whole = text.length() - begun(text);
        begun = text.substring(whole);
        say(text.substring(0, whole));
        requireOpen();
    }

    /** Characters at the end that may be the beginning of a sequence of ours. */
    private static int begun(String text) {
        int from = text.lastIndexOf('\u001b');
        return from >= 0 && TerminalCommand.BEGIN.startsWith(text.substring(from)) ? text.length() - from : 0;
    }

    private void say(String text) throws IOException {
        StringBuilder said = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (text.startsWith(TerminalCommand.BEGIN, i)) {
                said.append('\u001b');
                i += TerminalCommand.BEGIN.length();
            } else {
                said.append(
                        isLayout(text, i) || !OneLine.isHostile(codePoint)
                                ? Character.toString(codePoint)
                                : OneLine.escape(codePoint));
                i += Character.charCount(codePoint);
            }
        }
        out.write(said.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLayout(String text, int at) {
        char c = text.charAt(at);
        return c == '\n' || c == '\t' || c == '\r' && text.startsWith(System.lineSeparator(), at);
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void flush() throws IOException {
        say(begun);
        begun = "";
        out.flush();
        requireOpen();
    }

    /** A stream of print keeps to itself that its reader has gone. */
    private void requireOpen() throws IOException {
        if (out.checkError()) {
            throw new IOException("nobody reads any more");
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
