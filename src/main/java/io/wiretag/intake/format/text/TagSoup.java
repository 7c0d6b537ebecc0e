package io.wiretag.intake.format.text;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/**
 * Reads marked-up text by jsoup, in time that grows with its length: jsoup joins the name of a tag anew for each stretch of it that
 * its buffer holds, so that the name of a megabyte takes a second, and one of sixteen four minutes. No tag has a name of a thousand
 * letters: what looks like one is text.
 */
public final class TagSoup {
    private static final int LONGEST_NAME = 1_000;

    private TagSoup() {}

    public static Document parse(String text, Parser parser) {
        return Jsoup.parse(withoutEndlessNames(text), "", parser);
    }

    /** With the {@code <} of tags whose name does not end written as an entity. One pass. */
    static String withoutEndlessNames(String text) {
        StringBuilder without = null;
        int written = 0;
        int end = -1;
        for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', open + 1)) {
            int name = text.startsWith("/", open + 1) ? open + 2 : open + 1;
            if (name >= text.length() || !isLetter(text.charAt(name))) {
                continue;
            }
            // names that overlap end together
            end = end >= name ? end : endOfName(text, name);
            if (end - name > LONGEST_NAME) {
                without = without == null ? new StringBuilder(text.length() + 16) : without;
                without.append(text, written, open).append("&lt;");
                written = open + 1;
            }
        }
        return without == null
                ? text
                : without.append(text, written, text.length()).toString();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static int endOfName(String text, int name) {
        int end = name;
        while (end < text.length() && "\t\n\f\r />".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
