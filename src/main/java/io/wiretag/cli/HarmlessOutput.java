package io.wiretag.cli;

import io.wiretag.files.OneLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The last door before a terminal or a pipe: what {@link OneLine} says may not be said is written as {@code \}{@code u202e} and
 * the like, so that no command has to remember. Within a string of JSON, the only place of JSON where it can stand, that
 * is the same string.
 *
 * <p>Line ends and tabs pass, though those within the one line of a {@code println} do not. On a terminal so do the few sequences that {@link Style}, {@link LiveLines} and picocli write.
 * It takes whole characters of UTF-8 at a time, as a {@link PrintStream} hands them over.
 */
final class HarmlessOutput extends OutputStream {

    /** Colours and weights, but none that hides text; the cursor up, lines cleared, the cursor hidden and shown. */
    private static final Pattern OURS = Pattern.compile(
            "\u001b\\[(?:(?:[012349]|2[1-4]|3[0-79])(?:;(?:[012349]|2[1-4]|3[0-79]))*m|m|\\d{1,4}A|[GJK]|\\?25[lh])");

    private static final Pattern BEGUN = Pattern.compile("\u001b(?:\\[[?\\d;]{0,20})?");

    private final PrintStream out;
    private final boolean commands;

    /** A sequence of which the rest is to come. */
    private String begun = "";

    private HarmlessOutput(PrintStream out, boolean commands) {
        this.out = out;
        this.commands = commands;
    }

    /** @param commands whether our own sequences pass */
    static PrintStream around(PrintStream out, boolean commands) {
        return new Lines(new HarmlessOutput(out, commands));
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
        begun = "";
        StringBuilder said = new StringBuilder(text.length());
        Matcher ours = OURS.matcher(text);
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (codePoint == '\u001b'
                    && commands
                    && ours.region(i, text.length()).lookingAt()) {
                said.append(ours.group());
                i = ours.end();
            } else if (codePoint == '\u001b'
                    && commands
                    && BEGUN.matcher(text.substring(i)).matches()) {
                begun = text.substring(i);
                i = text.length();
            } else {
                said.append(
                        isLayout(text, i) || !OneLine.isHostile(codePoint)
                                ? Character.toString(codePoint)
                                : OneLine.escape(codePoint));
                i += Character.charCount(codePoint);
            }
        }
        out.write(said.toString().getBytes(StandardCharsets.UTF_8));
        requireOpen();
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
    public void flush() throws IOException {
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
