package io.wiretag.tagging.text;

import io.wiretag.tagging.text.WireText.Kind;
import io.wiretag.tagging.text.WireText.Part;
import io.wiretag.tagging.text.WireText.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the words at the end of a wire that say who wrote it: after the end mark {@code ./.}, after a dash, in brackets, or on a
 * line of their own. Only the form is judged; whether a name in it is an agency is for the gazetteer to say.
 */
final class SignOff {
    private static final String END_MARK = "./.";
    private static final int LONGEST = 60;
    private static final int LONGEST_AFTER_DASH = 30;

    /** "Theo TTXVN." names a source; "Theo TTXVN, giá gạo tăng." is a sentence. */
    private static final int LONGEST_SOURCE = 20;

    /** How many parts from the end are looked at: after the sign-off may follow a caption or a note of copyright. */
    private static final int PARTS = 3;

    /** In brackets under a picture, but not at the very end, this names the source of the picture. */
    private static final String PICTURE_SOURCE = "(nguồn";

    private static final String[] SOURCE_WORDS = {
        "theo ", "nguồn", "source", "tin, ảnh", "tin và ảnh", "bài, ảnh", "bài và ảnh", "according to "
    };

    private SignOff() {}

    static Optional<Span> find(String text, List<Part> parts) {
        int looked = 0;
        for (int i = parts.size() - 1; i >= 0 && looked < PARTS; i--) {
            Part part = parts.get(i);
            if (part.kind() == Kind.PARAGRAPH) {
                looked++;
                Optional<Span> found = inPart(text, part.start(), part.end(), parts.size() > 1);
                boolean underPicture = i < parts.size() - 1
                        && found.isPresent()
                        && text.regionMatches(true, found.get().start(), PICTURE_SOURCE, 0, PICTURE_SOURCE.length());
                if (found.isPresent() && !underPicture) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Span> inPart(String text, int start, int end, boolean mayBeWhole) {
        int from = Math.max(start, end - LONGEST);
        int endMark = end - END_MARK.length();
        while (endMark >= from && !text.startsWith(END_MARK, endMark)) {
            endMark--;
        }
        if (endMark >= from && endMark + END_MARK.length() < end) {
            return Optional.of(new Span(endMark, end));
        }
        if (mayBeWhole && end - start <= LONGEST && isWholeLine(text.substring(start, end))) {
            return Optional.of(new Span(start, end));
        }
        Optional<Span> bracket = inBrackets(text, start, end, mayBeWhole);
        return bracket.isPresent() ? bracket : afterDash(text, start, end);
    }

    /** {@code VNA/VNP}, {@code Theo TTXVN}, {@code Source: VNA}, {@code Minh Châu (TTXVN)}. */
    private static boolean isWholeLine(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        boolean sentence = line.endsWith(".") && line.length() > LONGEST_SOURCE;
        for (String word : SOURCE_WORDS) {
            if (lower.startsWith(word) && !sentence) {
                return true;
            }
        }
        return line.length() <= LONGEST_AFTER_DASH
                && line.indexOf('(') < 0
                && !line.endsWith(".")
                && startsAsName(line, 0);
    }

    private static Optional<Span> inBrackets(String text, int start, int end, boolean mayBeWhole) {
        int last = end - 1;
        while (last > start && text.charAt(last) == '.') {
            last--; // "(VNA)." and "(VNA)./."
            if (last > start && text.charAt(last) == '/') {
                last--;
            }
        }
        if (text.charAt(last) != ')') {
            return Optional.empty();
        }
        int open = text.lastIndexOf('(', last);
        if (open < Math.max(start, end - LONGEST)) {
            return Optional.empty();
        }
        int before = open;
        while (before > start && Lines.isBlank(text.charAt(before - 1))) {
            before--;
        }
        boolean afterSentence = before == start || ".!?…”\"/".indexOf(text.charAt(before - 1)) >= 0;
        boolean afterWriter = mayBeWhole && end - start <= LONGEST && startsAsName(text, start);
        if (afterWriter) {
            return Optional.of(new Span(start, end));
        }
        return afterSentence && startsAsName(text, open + 1) ? Optional.of(new Span(open, end)) : Optional.empty();
    }

    /** {@code — VNS}, {@code .-VNA}, {@code -AVI}: after the end of a sentence, and never more than a few words. */
    private static Optional<Span> afterDash(String text, int start, int end) {
        int from = Math.max(start, end - LONGEST_AFTER_DASH);
        for (int i = end - 2; i >= from; i--) {
            if (PhotoCredit.isDash(text.charAt(i))) {
                int dash = i;
                while (dash > start && PhotoCredit.isDash(text.charAt(dash - 1))) {
                    dash--;
                }
                int before = dash;
                while (before > start && Lines.isBlank(text.charAt(before - 1))) {
                    before--;
                }
                boolean afterSentence = before == start || ".!?…”\"’')/".indexOf(text.charAt(before - 1)) >= 0;
                if (afterSentence) {
                    int name = i + 1;
                    while (name < end && Lines.isBlank(text.charAt(name))) {
                        name++;
                    }
                    return name < end && startsAsName(text, name) ? Optional.of(new Span(dash, end)) : Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static boolean startsAsName(String text, int at) {
        return Character.isUpperCase(text.charAt(at)) || text.startsWith("Theo", at) || text.startsWith("dpa", at);
    }
}
