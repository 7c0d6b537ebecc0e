package io.wiretag.cli.terminal;

import io.wiretag.files.OneLine;
import java.text.BreakIterator;
import java.util.Locale;

/** Text of articles on a terminal. */
public final class TerminalText {
    private TerminalText() {}

    /** The beginning of a text, in one line: a headline must not command the terminal. */
    public static String oneLine(String text) {
        return OneLine.of(text, 400);
    }

    /** Columns the text takes: combining marks take none. East Asian wide characters, rare here, count as one. */
    public static int columns(String text) {
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
    public static String cut(String text, int columns) {
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
