package io.wiretag.files;

/**
 * What may be said to a log or a terminal of a text that came from outside: an article, a header, the name of a file, a message
 * of a parser. Not to be said is whatever could begin a line of its own, command a terminal, or make other text look as it is
 * not: control characters (C0, DEL, C1), line and paragraph separators, format characters (marks, embeddings, overrides and
 * isolates of the direction, zero-width ones, soft hyphens, tags), and halves of surrogate pairs.
 *
 * <p>Letters, marks and emoji of all languages stay as they are. The zero-width joiner goes, so that an emoji that is made of
 * several shows as several: it can hide in an identifier as well as the others.
 */
public final class OneLine {

    /** Characters that a log or a table may show of one value. */
    private static final int LONGEST = 2_000;

    private OneLine() {}

    /** A value in one line of at most 2,000 characters, for a sentence. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /**
     * A value in one line: runs of blanks, line ends and control characters become one blank, format characters vanish, halves
     * of surrogate pairs become U+FFFD.
     *
     * @param longest in characters; what is cut ends in "..."
     */
    public static String of(String text, int longest) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), longest));
        boolean gap = false;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            int type = Character.getType(codePoint);
            if (type == Character.CONTROL || Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint)) {
                gap = !line.isEmpty();
            } else if (type != Character.FORMAT) {
                int shown = type == Character.SURROGATE ? 0xFFFD : codePoint;
                if (line.length() + (gap ? 1 : 0) + Character.charCount(shown) > longest) {
                    return line.append("...").toString();
                }
                line.append(gap ? " " : "").appendCodePoint(shown);
                gap = false;
            }
        }
        return line.toString();
    }

    /** Whether a code point is none that may be said. */
    public static boolean isHostile(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    /** The code point as a string of JSON writes it, which people can read as well. */
    public static String escape(int codePoint) {
        StringBuilder escaped = new StringBuilder();
        for (char unit : Character.toChars(codePoint)) {
            escaped.append("\\u%04x".formatted((int) unit));
        }
        return escaped.toString();
    }
}
