package io.wiretag.cli;

import java.text.BreakIterator;
import java.util.Locale;

/** Text of articles on a terminal. */
final class TerminalText {
    private TerminalText() {}

    /** Without line breaks and control characters: a headline must not command the terminal. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), 400));
        boolean gap = false;
        int end = Math.min(text.length(), 400);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
                gap = line.length() > 0;
            } else if (Character.getType(c) != Character.FORMAT) {
                line.append(gap ? " " : "").append(c);
                gap = false;
            }
        }
        return line.toString();
    }

    /** Columns the text takes: combining marks take none. East Asian wide characters, rare here, count as one. */
    static int columns(String text) {
        int columns = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int type = Character.getType(codePoint);
            if (type != Character.NON_SPACING_MARK && type != Character.ENCLOSING_MARK) {
                columns++;
            }
            i += Character.charCount(codePoint);
        }
        return columns;
    }

    /** Cuts the text to so many columns, between characters as readers see them. */
    static String cut(String text, int columns) {
        if (columns(text) <= columns) {
            return text;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int end = 0;
        for (int next = characters.next(); next != BreakIterator.DONE; next = characters.next()) {
            if (columns(text.substring(0, next)) > columns - 1) {
                break;
            }
            end = next;
        }
        return text.substring(0, end).stripTrailing() + "\u2026";
    }
}
