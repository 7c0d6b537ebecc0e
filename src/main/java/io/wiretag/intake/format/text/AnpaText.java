package io.wiretag.intake.format.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an ANPA message, taken apart: fields, each begun by {@code ^} and ended by a mark for the typesetter, and
 * below them the paragraphs of the story.
 *
 * <p>In the seven bits of the format {@code _} stands for the dash and doubled quotes for quotation marks; both are
 * written out. A table keeps its lines.
 *
 * @param keywordLine the first field: keyword, version, number of words
 * @param headline the field of name HL, else the first that has no other task
 * @param by the field that begins with "By", and the agency or newspaper named in the next
 * @param edNote fields for editors ("Eds: ..."); not to be published
 * @param others fields that are none of these
 * @param body the story
 */
public record AnpaText(
        Optional<String> keywordLine,
        Optional<String> headline,
        Optional<String> by,
        Optional<String> edNote,
        List<String> others,
        String body) {

    private static final char FIELD = '^';

    /** Ends of lines for the typesetter: flush left, centred, flush right, and others of the same kind. */
    private static final String ENDS = "<=>@|";

    private static final Pattern BYLINE = Pattern.compile("(?:by|bởi)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NOTE = Pattern.compile(
            "(?:eds|editors|editor's note|editors' note)\\s*[:_].*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("([A-Z][A-Za-z]{1,15}) ?:(.*)", Pattern.DOTALL);
    private static final Pattern DASH = Pattern.compile("(?<!\\S)_(?!\\S)");

    public AnpaText {
        others = List.copyOf(others);
    }

    /** @param tabular whether the header says that this is a table */
    public static AnpaText of(String text, boolean tabular) {
        List<String> fields = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        StringBuilder open = null;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (isField(line)) {
                close(open, fields, lines);
                open = new StringBuilder(line.strip().substring(1));
            } else if (open != null && !ends(open) && !isIndented(line)) {
                open.append(' ').append(line.strip());
            } else {
                close(open, fields, lines);
                open = null;
                if (!lines.isEmpty() || !withoutEnd(line).isBlank()) {
                    lines.add(withoutEnd(line));
                }
            }
        }
        close(open, fields, lines);
        String body = tabular ? String.join("\n", lines).strip() : WrappedLines.paragraphs(lines);
        return sorted(fields, written(body));
    }

    private static boolean isField(String line) {
        return !line.isBlank() && line.stripLeading().charAt(0) == FIELD;
    }

    private static boolean isIndented(String line) {
        return line.isBlank() || Character.isWhitespace(line.charAt(0));
    }

    private static boolean ends(CharSequence field) {
        return !field.isEmpty() && ENDS.indexOf(field.charAt(field.length() - 1)) >= 0;
    }

    /** A field is one if it stands above the story; within the story it is a line of its own. */
    private static void close(StringBuilder field, List<String> fields, List<String> lines) {
        String words = field == null ? "" : withoutEnd(field.toString()).strip();
        if (words.isEmpty()) {
            return;
        }
        if (lines.isEmpty()) {
            fields.add(words);
        } else {
            lines.add("");
            lines.add(words);
            lines.add("");
        }
    }

    private static String withoutEnd(String line) {
        int end = line.length();
        while (end > 0 && (ENDS.indexOf(line.charAt(end - 1)) >= 0 || line.charAt(end - 1) <= ' ')) {
            end--;
        }
        return line.substring(0, end);
    }

    private static AnpaText sorted(List<String> fields, String body) {
        Optional<String> keywordLine = Optional.empty();
        Optional<String> headline = Optional.empty();
        Optional<String> named = Optional.empty();
        List<String> by = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = written(fields.get(i));
            Matcher name = NAMED.matcher(field);
            if (i == 0) {
                keywordLine = Optional.of(field);
            } else if (NOTE.matcher(field).matches()) {
                notes.add(field);
            } else if (BYLINE.matcher(field).matches()) {
                by.add(field);
            } else if (name.matches()) {
                if (name.group(1).equals("HL")) {
                    named = Optional.of(name.group(2).strip());
                } else {
                    others.add(field);
                }
            } else if (by.size() == 1) {
                by.add(field);
            } else if (headline.isEmpty()) {
                headline = Optional.of(field);
            } else {
                others.add(field);
            }
        }
        if (named.isPresent()) {
            headline.ifPresent(others::add);
            headline = named;
        }
        return new AnpaText(
                keywordLine,
                headline,
                by.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", by)),
                notes.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", notes)),
                others,
                body);
    }

    private static String written(String words) {
        return DASH.matcher(words)
                .replaceAll("—")
                .replace("``", "“")
                .replace("''", "”")
                .strip();
    }
}
