package io.wiretag.tagging.text;

import java.util.Arrays;

/** The lines of a text that have something on them, without the white space around it, and which of them belong together. */
final class Lines {
    /** Wires that are wrapped by hand have lines of 60 to 80 characters; longer lines are paragraphs of their own. */
    private static final int WIDEST_WRAPPED = 100;

    private static final int NARROWEST_WRAPPED = 45;

    private final String text;
    private int[] bounds = new int[32];
    private boolean[] opensBlock = new boolean[16];
    private int[] indent = new int[16];
    private int size;

    private Lines(String text) {
        this.text = text;
    }

    static Lines of(String text) {
        Lines lines = new Lines(text);
        boolean blankBefore = true;
        boolean simple = hasOnlyLineFeeds(text);
        int start = 0;
        while (start <= text.length()) {
            int end = simple ? text.indexOf('\n', start) : lineEnd(text, start);
            end = end < 0 ? text.length() : end;
            blankBefore = !lines.add(start, end, blankBefore);
            boolean crlf = end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n';
            start = end + (crlf ? 2 : 1);
        }
        return lines;
    }

    /** So that lines are found by a search that the JVM does many characters at a time. */
    private static boolean hasOnlyLineFeeds(String text) {
        return text.indexOf('\r') < 0
                && text.indexOf('\f') < 0
                && text.indexOf('\u0085') < 0
                && text.indexOf('\u2028') < 0
                && text.indexOf('\u2029') < 0;
    }

    private static int lineEnd(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (isLineEnd(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    int size() {
        return size;
    }

    String text() {
        return text;
    }

    int start(int line) {
        return bounds[2 * line];
    }

    int end(int line) {
        return bounds[2 * line + 1];
    }

    int length(int line) {
        return end(line) - start(line);
    }

    /** The line after the last one of the paragraph that begins with {@code line}. */
    int endOfParagraph(int line) {
        int next = line + 1;
        while (next < size && continues(next)) {
            next++;
        }
        return next;
    }

    /** Whether a line goes on with the sentence of the line before, because a machine or a typist broke the line there. */
    private boolean continues(int line) {
        int before = length(line - 1);
        return !opensBlock[line]
                && indent[line] <= indent[line - 1]
                && before >= NARROWEST_WRAPPED
                && before <= WIDEST_WRAPPED
                && length(line) <= WIDEST_WRAPPED
                && !isBullet(text.charAt(start(line)))
                && !Timestamp.is(text, start(line), end(line));
    }

    private boolean add(int from, int to, boolean blankBefore) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (start == end) {
            return false;
        }
        if (size == opensBlock.length) {
            bounds = Arrays.copyOf(bounds, bounds.length * 2);
            opensBlock = Arrays.copyOf(opensBlock, size * 2);
            indent = Arrays.copyOf(indent, size * 2);
        }
        bounds[2 * size] = start;
        bounds[2 * size + 1] = end;
        opensBlock[size] = blankBefore;
        indent[size] = start - from;
        size++;
        return true;
    }

    static boolean isBullet(char c) {
        if (c < '•') { // asked of every character of a line's head, and nearly all lie below
            return c == '*' || c == '·';
        }
        return c == '•' || c == '●' || c == '▪' || c == '■' || c == '◦' || c == '‣';
    }

    static boolean isLineEnd(char c) {
        return c <= '\r' ? c == '\n' || c == '\r' || c == '\f' : c == '\u2028' || c == '\u2029' || c == '\u0085';
    }

    /** White space of any kind, also that which does not break a line or has no width. */
    static boolean isBlank(char c) {
        return c <= ' '
                || c == '\u00a0'
                || c >= '\u2000' && c <= '\u200f'
                || c == '\u202f'
                || c == '\u2060'
                || c == '\u3000'
                || c == '\ufeff'
                || isLineEnd(c);
    }
}
