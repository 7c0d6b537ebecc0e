package io.wiretag.intake.format.text;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Text of a wire whose lines were wrapped for a teleprinter, as paragraphs parted by an empty line. A paragraph begins
 * behind an empty line or with an indented one; its lines are joined by a blank. Tables and lists keep their lines.
 */
public final class WrappedLines {

    private static final Pattern INDENTED = Pattern.compile("^(?:\\t| {2}).*", Pattern.DOTALL);
    private static final Pattern OWN_LINE =
            Pattern.compile("^(?:[-*•#|]|\\d{1,3}[.)] ).*|.*\\S(?: {3,}|\\t)\\S.*", Pattern.DOTALL);

    private WrappedLines() {}

    public static String paragraphs(List<String> lines) {
        StringBuilder text = new StringBuilder();
        boolean parted = true;
        boolean kept = false;
        for (String line : lines) {
            String words = line.strip();
            if (words.isEmpty()) {
                parted = true;
                continue;
            }
            boolean ownLine = OWN_LINE.matcher(words).matches();
            if (!text.isEmpty()) {
                boolean list = ownLine && kept;
                boolean begins = parted || INDENTED.matcher(line).matches() && !list;
                text.append(begins ? "\n\n" : ownLine || kept ? "\n" : " ");
            }
            text.append(words);
            kept = ownLine;
            parted = false;
        }
        return text.toString();
    }
}
