package io.wiretag.retag;

import io.wiretag.life.TagChange;
import io.wiretag.retag.RetagReport.Line;
import io.wiretag.schema.Mention;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The words around a mention, in one line. */
final class Snippet {
    private static final int AROUND = 70;
    private static final List<String> FIELDS = List.of("headline", "body");

    private Snippet() {}

    /**
     * The line of a change that shows its first mention.
     *
     * @param texts of the fields of the story, by name
     */
    static Line of(TagChange change, Map<String, String> texts) {
        if (change.evidence().isEmpty()) {
            return new Line(change, "", "", "", "", "", "");
        }
        Mention mention = telling(change);
        String text = texts.getOrDefault(mention.getField(), mention.getText());
        // an override by the uri has a text that is in no field
        boolean inside =
                mention.getEnd() == mention.getStart() + mention.getText().length()
                        && text.startsWith(mention.getText(), mention.getStart());
        String before = inside ? text.substring(start(text, mention.getStart()), mention.getStart()) : "";
        String after = inside ? text.substring(mention.getEnd(), end(text, mention.getEnd())) : "";
        return new Line(
                change,
                mention.getField(),
                oneLine(before),
                oneLine(mention.getText()),
                oneLine(after),
                mention.getEntry(),
                mention.getRule());
    }

    /** In the headline if there is one, else in the text: a place line tells nobody why. */
    private static Mention telling(TagChange change) {
        return change.evidence().stream()
                .min(Comparator.comparingInt(mention ->
                        FIELDS.contains(mention.getField()) ? FIELDS.indexOf(mention.getField()) : FIELDS.size()))
                .orElseThrow();
    }

    /** Some words in front, none of them cut, nothing beyond the paragraph. */
    private static int start(String text, int mention) {
        int from = Math.max(text.lastIndexOf('\n', mention - 1) + 1, mention - AROUND);
        if (from > 0 && text.charAt(from - 1) != '\n') {
            int blank = text.indexOf(' ', from);
            return blank >= 0 && blank < mention ? blank + 1 : mention;
        }
        return from;
    }

    private static int end(String text, int mention) {
        int line = text.indexOf('\n', mention);
        int paragraph = line < 0 ? text.length() : line;
        if (paragraph - mention <= AROUND) {
            return paragraph;
        }
        int blank = text.lastIndexOf(' ', mention + AROUND);
        return blank > mention ? blank : mention;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
